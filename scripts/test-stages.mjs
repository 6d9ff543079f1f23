/** What `npm test` runs, in order; each stage is one program and gives rows of report.mjs. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const inModules = (...parts) => path.join(root, 'node_modules', ...parts);
const vitest = path.join(root, 'scripts', 'vitest.mjs');
const reporters = ['--reporter=./scripts/vitest-reporter.mjs', '--reporter=default', '--passWithNoTests'];

function vitestStage(name, projects, filter) {
  const args = [vitest, 'run', ...projects.flatMap((project) => ['--project', project]), ...reporters];
  return { name, report: name, args: filter ? [...args, '-t', filter] : args, env: { TOOLTRAY_REPORT: name } };
}

function endToEndStage(filter) {
  const config = path.join('test', 'e2e', 'playwright.config.ts');
  const args = [inModules('@playwright', 'test', 'cli.js'), 'test', '-c', config, '--pass-with-no-tests'];
  return { name: 'end to end', report: 'e2e', args: filter ? [...args, '-g', filter] : args, env: {}, desktop: true };
}

/** Programs that are checks themselves: they pass by ending with 0, and by what `holds` says of their JSON. */
const programs = [
  { name: 'npm run e2e:smart-sync', ids: ['S0-40'], file: 'test/scripts/smart-sync.mjs', args: [] },
  {
    name: 'npm run bench -- auto-sync --runs 200 --json',
    ids: ['S0-02'],
    file: 'scripts/bench.mjs',
    args: ['auto-sync', '--runs', '200', '--json', '--no-build'],
    holds: (got) => got.check_ms.p95 < 1 && got.spawns === 0 && got.sockets === 0,
  },
  {
    name: 'npm run bench -- smart-sync --servers 5 --json',
    ids: ['S0-41'],
    file: 'scripts/bench.mjs',
    args: ['smart-sync', '--servers', '5', '--json', '--no-build'],
    holds: (got) => got.unchanged_ms < 5 && got.changed_ms <= got.always_ms * 1.05,
  },
];

function programStages(filter) {
  const there = programs.filter((one) => existsSync(path.join(root, one.file)));
  const titled = there.map((one) => ({ ...one, title: `${one.ids.join(' ')} ${one.name}` }));
  const wanted = titled.filter((one) => !filter || new RegExp(filter).test(one.title));
  return wanted.map((one) => ({
    name: one.name,
    title: one.title,
    args: [path.join(root, one.file), ...one.args],
    env: {},
    holds: one.holds,
  }));
}

/** The stages of one run. A filter asks for tests, so types and lint are left out then. */
export function stages(filter) {
  const whole = [
    { name: 'types', title: 'types (tsc)', args: [inModules('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'tsconfig.json'], env: {} },
    {
      name: 'lint',
      title: 'lint (biome)',
      args: [
        inModules('@biomejs', 'biome', 'bin', 'biome'),
        'check',
        '--max-diagnostics=100',
        '--config-path=test/architecture',
        'electron',
        'renderer',
        'test',
        'scripts',
        'vite.config.ts',
      ],
      env: {},
    },
  ];
  return [
    ...(filter ? [] : whole),
    vitestStage('unit', ['unit', 'window'], filter),
    vitestStage('integration', ['integration'], filter),
    endToEndStage(filter),
    ...programStages(filter),
  ];
}

export const traceStage = {
  name: 'trace',
  title: 'trace --reached',
  args: [path.join(root, 'scripts', 'trace.mjs'), '--reached'],
  env: {},
};
