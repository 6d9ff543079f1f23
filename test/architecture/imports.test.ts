/** The direction of imports, read from the sources. */
import { describe, expect, test } from 'vitest';
import { importProblems, importRows, rowOf } from './import-rules.ts';
import { exists, foldersIn, importsOf, isFolder, readFiles } from './source-files.ts';

const sources = readFiles(['electron', 'renderer'], /\.tsx?$/);

/** Rows that a row's imports lead to, by index. */
function rowsBehind(index: number): readonly number[] {
  const ours = importRows[index]?.ours ?? [];
  return importRows.flatMap((row, at) => (at !== index && ours.some((place) => row.of.startsWith(place) || place === row.of) ? [at] : []));
}

function hasCycle(index: number, path: readonly number[] = []): boolean {
  if (path.includes(index)) return true;
  return rowsBehind(index).some((next) => hasCycle(next, [...path, index]));
}

describe('imports', () => {
  test('every source imports only what its folder may', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(importProblems(sources)).toEqual([]);
  });

  test('every row is about something that exists', () => {
    const missing = importRows.filter(({ of }) => {
      if (!of.includes('*')) return !(of.endsWith('/') ? isFolder(of) : exists(of));
      return foldersIn(of.slice(0, of.indexOf('*'))).length === 0;
    });
    expect(missing.map((row) => row.of)).toEqual([]);
    const empty = importRows.filter(({ of }) => !sources.some((file) => rowOf(file.path, importRows)?.row.of === of));
    expect(empty.map((row) => row.of)).toEqual([]);
  });

  test('every row has a reason of its own', () => {
    expect(importRows.filter((row) => row.why.length < 30).map((row) => row.of)).toEqual([]);
    expect(new Set(importRows.map((row) => row.why)).size).toBe(importRows.length);
  });

  test('the table has no cycle', () => {
    expect(importRows.filter((_, index) => hasCycle(index)).map((row) => row.of)).toEqual([]);
  });
});

describe('the check itself', () => {
  const cases: readonly { readonly name: string; readonly path: string; readonly text: string }[] = [
    { name: 'a core file that reads files', path: 'electron/core/reconcile/made-up.ts', text: "import { readFileSync } from 'node:fs';" },
    {
      name: 'a core file that looks at the clock',
      path: 'electron/core/reconcile/made-up.ts',
      text: 'export const at = () => Date.now();',
    },
    {
      name: 'parts of the core that lean on each other',
      path: 'electron/core/view/made-up.ts',
      text: "export * from '../reconcile/step.ts';",
    },
    { name: 'an engine that knows an effect', path: 'electron/engine/made-up.ts', text: "import type { X } from '../effects/mcp/x.ts';" },
    { name: 'an effect that knows another', path: 'electron/effects/watch/made-up.ts', text: "import { y } from '../mcp/y.ts';" },
    {
      name: 'Electron in the headless part',
      path: 'electron/surfaces/terminal/made-up.ts',
      text: "const { app } = await import('electron');",
    },
    {
      name: 'an import over several lines',
      path: 'electron/contract/made-up.ts',
      text: "import {\n  a,\n  b,\n} from '../core/model/state.ts';",
    },
    { name: 'a required package', path: 'electron/compose.ts', text: "const one = require('electron');" },
    {
      name: 'a feature that knows another',
      path: 'renderer/features/servers/made-up.tsx',
      text: "import { Z } from '../approvals/z.tsx';",
    },
    {
      name: 'a source that imports a test helper',
      path: 'renderer/pages/made-up.tsx',
      text: "import { a } from '../../test/helpers/a.ts';",
    },
    { name: 'a folder without a row', path: 'electron/helpers/made-up.ts', text: '' },
    {
      name: 'a rule that is switched off',
      path: 'electron/core/lib/made-up.ts',
      text: '// biome-ignore lint/style/noRestrictedImports: no',
    },
  ];

  test.each(cases)('goes red for $name', ({ path, text }) => {
    expect(importProblems([{ path, text }])).toHaveLength(1);
  });

  test('stays green for what is allowed, and for words in comments', () => {
    const text =
      "/** Not Date.now(). */\nimport type { State } from '../model/state.ts';\n// import fs from 'node:fs'\nexport type A = State;";
    expect(importProblems([{ path: 'electron/core/reconcile/made-up.ts', text }])).toEqual([]);
  });

  test('goes red when a row is broken', () => {
    const broken = importRows.map((row) =>
      row.of === 'electron/core/reconcile/' ? { ...row, ours: row.ours.filter((place) => place !== 'electron/core/model/') } : row,
    );
    const before = new Set(importProblems(sources));
    const added = importProblems(sources, broken).filter((line) => !before.has(line));
    expect(added.length).toBeGreaterThan(0);
    expect(added.every((line) => line.startsWith('electron/core/reconcile/'))).toBe(true);
  });

  test('sees every form of import', () => {
    const text =
      "import a from 'a';\nimport 'b';\nimport type { C } from 'c';\nexport { d } from 'd';\nconst e = await import('e');\nrequire('f');";
    expect([...importsOf(text)].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });
});
