/** Reading: text or a problem in plain words, and never a wait for a pipe. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createFiles } from '../../../electron/effects/files/create-files.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { childProgram, startChild } from './child-program.ts';

const files = createFiles();
const limit = 1_000;

describe('what is read', () => {
  test('text comes whole, a byte order mark included, with the stat of these bytes', async () => {
    const file = path.join(tempFolder(), 'a.json');
    writeFileSync(file, '\ufeff{"ä": "😀"}\r\n');
    const reading = await files.read(file, limit);
    expect(reading).toMatchObject({ kind: 'text', text: '\ufeff{"ä": "😀"}\r\n' });
    expect(reading.kind === 'text' && reading.stat).toEqual(files.statNow(file));
    expect(await files.stat(file)).toEqual(files.statNow(file));
    expect(files.statNow(file)?.mtimeNs).toMatch(/^\d{19}$/);
  });

  test('an empty file is an empty text, a file of exactly the limit is read', async () => {
    const folder = tempFolder();
    writeFileSync(path.join(folder, 'empty'), '');
    writeFileSync(path.join(folder, 'full'), 'x'.repeat(limit));
    expect(await files.read(path.join(folder, 'empty'), limit)).toMatchObject({ kind: 'text', text: '' });
    expect(await files.read(path.join(folder, 'full'), limit)).toMatchObject({ kind: 'text', text: 'x'.repeat(limit) });
  });
});

describe('what is absent', () => {
  test('says whether the folder is there, also behind a link', async () => {
    const folder = tempFolder();
    writeFileSync(path.join(folder, 'file'), '');
    symlinkSync('gone.json', path.join(folder, 'near'));
    symlinkSync('/nowhere/at/all.json', path.join(folder, 'far'));
    expect(await files.read(path.join(folder, 'no.json'), limit)).toEqual({ kind: 'absent', parentExists: true });
    expect(await files.read(path.join(folder, 'no', 'no.json'), limit)).toEqual({ kind: 'absent', parentExists: false });
    expect(await files.read(path.join(folder, 'file', 'no.json'), limit)).toEqual({ kind: 'absent', parentExists: false });
    expect(await files.read(path.join(folder, 'near'), limit)).toEqual({ kind: 'absent', parentExists: true });
    expect(await files.read(path.join(folder, 'far'), limit)).toEqual({ kind: 'absent', parentExists: false });
    expect(files.statNow(path.join(folder, 'file', 'no.json'))).toBeNull();
    expect(files.statNow(path.join(folder, 'far'))).toBeNull();
    expect(await files.stat(path.join(folder, 'no.json'))).toBeNull();
  });
});

describe('what cannot be used', () => {
  const cases: readonly { name: string; make: (file: string) => void; code: string; says: RegExp }[] = [
    { name: 'a folder', make: (file) => mkdirSync(file), code: 'source-unreadable', says: /is a folder, not a file/ },
    { name: 'a pipe', make: (file) => void execFileSync('mkfifo', [file]), code: 'source-unreadable', says: /is a pipe/ },
    { name: 'a device', make: (file) => symlinkSync('/dev/zero', file), code: 'source-unreadable', says: /is a device/ },
    { name: 'a link round in a circle', make: (file) => symlinkSync(file, file), code: 'source-unreadable', says: /circle/ },
    {
      name: 'a large file',
      make: (file) => writeFileSync(file, 'x'.repeat(limit + 1)),
      code: 'source-too-large',
      says: /1001 bytes, at most 1000/,
    },
    { name: 'UTF-16', make: (file) => writeFileSync(file, '\ufeff{}', 'utf16le'), code: 'source-invalid', says: /UTF-16/ },
    { name: 'NUL bytes', make: (file) => writeFileSync(file, Buffer.alloc(20)), code: 'source-invalid', says: /NUL/ },
    { name: 'Latin-1', make: (file) => writeFileSync(file, Buffer.from('{"a":"ä"}', 'latin1')), code: 'source-invalid', says: /UTF-8/ },
  ];

  test.each(cases)('$name is a problem with a hint and its place', async ({ make, code, says }) => {
    const file = path.join(tempFolder(), 'a.json');
    make(file);
    const reading = await files.read(file, limit);
    if (reading.kind !== 'problem') throw new Error(`read as ${reading.kind}`);
    expect(reading.problem).toMatchObject({ code, where: { path: file } });
    expect(reading.problem.message).toMatch(says);
    expect(reading.problem.message).not.toContain('\n');
    expect(reading.problem.hint).toBeTruthy();
  });

  let program = '';
  beforeAll(async () => {
    const source = `
      import { createFiles } from '@electron/effects/files/create-files.ts';
      const files = createFiles();
      console.log(JSON.stringify([await files.read(process.argv[2]!, 1000), files.statNow(process.argv[2]!)]));
    `;
    program = await childProgram(source);
  });

  test('no permission is a problem, not an absent file', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'a.json');
    writeFileSync(file, 'x', { mode: 0o000 });
    chmodSync(folder, 0o755);
    chmodSync(path.dirname(program), 0o755);
    chmodSync(path.dirname(path.dirname(program)), 0o755);
    const somebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const run = startChild(process.execPath, [program, file], somebody);
    await run.ended;
    expect(JSON.parse(run.output())[0]).toMatchObject({ kind: 'problem', problem: { code: 'source-unreadable', hint: /chmod/ } });
    chmodSync(folder, 0o700);
    const closed = startChild(process.execPath, [program, file], somebody);
    await closed.ended;
    if (process.getuid?.() === 0)
      expect(JSON.parse(closed.output())).toMatchObject([{ kind: 'problem', problem: { code: 'source-unreadable' } }, null]);
  });
});
