/** The one form in which every runner reports: tests with title, status and reason; read by the summary and by trace. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** A filtered run says nothing about the whole and must not replace what the last whole run said. */
function folder() {
  return path.join(root, '.cache', process.env.TOOLTRAY_TEST_FILTER ? 'reports-filtered' : 'reports');
}

/** Forgets the last run. */
export function clearReports() {
  rmSync(folder(), { recursive: true, force: true });
}

/** Colours are for terminals, not for files and summaries. */
function plain(test) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is the character that starts a colour
  return test.reason === undefined ? test : { ...test, reason: test.reason.replace(/\u001b\[[0-9;]*m/g, '') };
}

/** `tests`: `{ title, where, status: 'passed' | 'failed' | 'skipped', reason? }`. */
export function writeReport(name, tests) {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(path.join(folder(), `${name}.json`), `${JSON.stringify({ name, tests: tests.map(plain) }, null, 1)}\n`);
}

/** The tests of one report; null when the runner wrote none. */
export function readReport(name) {
  try {
    return JSON.parse(readFileSync(path.join(folder(), `${name}.json`), 'utf8')).tests;
  } catch {
    return null;
  }
}

/** All tests of the last run. */
export function readReports() {
  let files = [];
  try {
    files = readdirSync(folder()).sort();
  } catch {
    // Nothing was run yet.
  }
  return files.flatMap((file) => readReport(path.basename(file, '.json')) ?? []);
}

/** True for a title that the filter of this run asks for (the same text as given to the runners). */
export function isWanted(title) {
  const filter = process.env.TOOLTRAY_TEST_FILTER;
  return !filter || new RegExp(filter).test(title);
}
