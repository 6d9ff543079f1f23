/** Sizes and habits that keep the sources readable. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFiles, type SourceFile, withoutComments } from './source-files.ts';

/** A file that needs scrolling past this has a second subject. */
const fileLinesMax = 250;
/** A dozen is the aim; at twice that a folder holds two subjects. */
const folderFilesMax = 24;
/** One small file per client, however many clients there are. */
const folderExceptions = ['electron/core/configs/clients'];

const sources = readFiles(['electron', 'renderer'], /\.tsx?$/);
const tests = readFiles(['test'], /\.tsx?$/);
const paths = (files: readonly SourceFile[]): readonly string[] => files.map((file) => file.path);

describe('budgets', () => {
  test('no source file is longer than it may be', () => {
    expect(sources.length).toBeGreaterThan(20);
    const long = sources.filter((file) => file.text.trimEnd().split('\n').length > fileLinesMax);
    expect(paths(long)).toEqual([]);
  });

  test('no folder has become a drawer for everything', () => {
    const counts = new Map<string, number>();
    for (const { path: at } of sources) counts.set(path.posix.dirname(at), (counts.get(path.posix.dirname(at)) ?? 0) + 1);
    const full = [...counts].filter(([folder, count]) => count > folderFilesMax && !folderExceptions.includes(folder));
    expect(full).toEqual([]);
  });

  test('names say a subject', () => {
    const vague = /(^|[/-])(utils?|helpers?|managers?|services?|common|shared|misc)([-./]|$)/;
    expect(paths(sources).filter((at) => vague.test(at))).toEqual([]);
    expect(paths(sources).filter((at) => path.posix.basename(at) === 'index.ts')).toEqual([]);
  });

  test('nothing is exported without a name', () => {
    expect(paths(sources.filter((file) => /^export default\b/m.test(withoutComments(file.text))))).toEqual([]);
  });

  test('the first line says what a file is for', () => {
    expect(paths(sources.filter((file) => !/^(#!.*\n)?\/\*\* \S.*|^(#!.*\n)?\/\*\*\n/.test(file.text)))).toEqual([]);
  });

  test('nothing is left for later in a comment', () => {
    const marker = /\b(TODO|FIXME|XXX)\b/;
    const all = [...sources, ...tests, ...readFiles(['scripts'])].filter((file) => file.path !== 'test/architecture/budgets.test.ts');
    expect(paths(all.filter((file) => marker.test(file.text)))).toEqual([]);
  });

  test('a test that is skipped says why, and none runs alone', () => {
    const mute = /\b(?:test|it|describe)(?:\.\w+)*\.(?:only|todo|skip|skipIf|runIf|fails)\b/;
    const ours = tests.filter((file) => !file.path.startsWith('test/e2e/') && !file.path.startsWith('test/architecture/'));
    // `context.skip('reason')` inside the test is the way that names a reason.
    expect(paths(ours.filter((file) => mute.test(withoutComments(file.text))))).toEqual([]);
    const playwright = tests.filter((file) => file.path.startsWith('test/e2e/'));
    expect(
      paths(playwright.filter((file) => /\btest\.(?:only|fail)\b|\btest\.(?:skip|fixme)\(\s*(?:\)|[^,]*\);)/.test(file.text))),
    ).toEqual([]);
  });
});
