// npm run bench [-- NAME --json …]: runs one benchmark or all of them; fails when a target is missed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = path.join(root, 'test', 'bench');
const known = readdirSync(folder)
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => name.slice(0, -'.mjs'.length))
  .sort();

const [first, ...rest] = process.argv.slice(2);
const isName = first !== undefined && !first.startsWith('--');
if (isName && !known.includes(first)) {
  console.error(`there is no benchmark "${first}"; known: ${known.join(', ')}`);
  process.exit(2);
}
const names = isName ? [first] : known;
const args = isName ? rest : process.argv.slice(2);

if (!existsSync(path.join(root, 'dist', 'cli.js')) || !args.includes('--no-build')) {
  const built = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (built.status !== 0) process.exit(built.status ?? 1);
}

let failed = 0;
for (const name of names) {
  const done = spawnSync(process.execPath, [path.join(folder, `${name}.mjs`), ...args.filter((arg) => arg !== '--no-build')], {
    cwd: root,
    stdio: 'inherit',
  });
  if (done.status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
