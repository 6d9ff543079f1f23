/** `npm run trace`: every requirement, fault and threat with the tests and commands of the last run that passed for it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readReports } from './report.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const readJson = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));

/** Ids of a title, as whole tokens: `S0-4` is not in `S0-41`, nor `F3` in `F34`. */
export function idsIn(title) {
  return title.match(/(?<![A-Za-z0-9])(?:K-\d+|S\d-\d+|[FT]\d+|[RS]\d\d)(?![A-Za-z0-9])(?!-\d)/g) ?? [];
}

/** For each id the rows that carry it. */
function rowsById(rows) {
  const found = new Map();
  for (const row of rows) for (const id of new Set(idsIn(row.title))) found.set(id, [...(found.get(id) ?? []), row]);
  return found;
}

/** Covered: at least one passed, none skipped, none failed. */
export function stateOf(rows) {
  if (rows.some((row) => row.status === 'failed')) return 'failed';
  if (rows.some((row) => row.status === 'skipped')) return 'skipped';
  return rows.length > 0 ? 'passed' : 'none';
}

function printId({ id, title, record }, rows, state) {
  if (record) return console.log(`${id.padEnd(6)} record   ${title}`);
  console.log(`${id.padEnd(6)} ${state.padEnd(8)} ${state === 'none' ? title : ''}`.trimEnd());
  for (const row of rows) console.log(`         ${row.status === 'passed' ? '✓' : '✗'} ${row.title}${row.where ? `  [${row.where}]` : ''}`);
}

function main(reachedOnly) {
  const reached = new Set(readJson('test/reached.json'));
  const requirements = readJson('test/requirements.json');
  const rows = readReports();
  if (rows.length === 0) {
    console.error('No test reports: run `npm test` first.');
    return 1;
  }
  const found = rowsById(rows);
  const lost = [];
  let covered = 0;
  for (const requirement of requirements) {
    if (reachedOnly && !reached.has(requirement.id)) continue;
    const own = found.get(requirement.id) ?? [];
    const state = stateOf(own);
    if (state === 'passed') covered += 1;
    else if (!requirement.record) lost.push(requirement.id);
    if (!reachedOnly || state !== 'passed') printId(requirement, own, state);
  }
  const unknown = [...reached].filter((id) => !requirements.some((requirement) => requirement.id === id));
  if (unknown.length > 0) console.log(`Not in test/requirements.json: ${unknown.join(' ')}`);
  const left = lost.length === 0 ? '' : `\nWithout one: ${lost.join(' ')}`;
  console.log(`\n${covered} ${reachedOnly ? 'reached ids' : 'ids'} have a passing test or command, ${lost.length} have none.${left}`);
  return lost.length + unknown.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(main(process.argv.includes('--reached')));
