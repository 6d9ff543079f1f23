/** Edits and locks: nothing of anybody is lost, and a dead holder is no obstacle. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createFiles } from '../../../electron/effects/files/create-files.ts';
import { createHomeLock } from '../../../electron/effects/files/home-lock.ts';
import { ownIdentity } from '../../../electron/effects/files/process-identity.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { childProgram, startChild } from './child-program.ts';

const files = createFiles();
const asJson = (text: string | null): Record<string, number> => (text === null ? {} : JSON.parse(text));
const setKey =
  (key: string) =>
  (text: string | null): { kind: 'text'; text: string } => ({ kind: 'text', text: JSON.stringify({ ...asJson(text), [key]: 1 }) });

describe('edit', () => {
  test('gives the text before and after, and writes nothing for the same text or a refusal', async () => {
    const file = path.join(tempFolder(), 'sub', 'a.json');
    const refusal = { code: 'wrong-input', message: 'no' } as const;
    expect(await files.edit(file, () => ({ kind: 'refused', problem: refusal }))).toEqual(refusal);
    expect(await files.edit(file, () => ({ kind: 'same' }))).toEqual({ changed: false, before: null, text: null });
    expect(existsSync(path.dirname(file))).toBe(false);
    expect(await files.edit(file, setKey('a'))).toEqual({ changed: true, before: null, text: '{"a":1}' });
    const before = files.statNow(file);
    expect(await files.edit(file, setKey('a'))).toEqual({ changed: false, before: '{"a":1}', text: '{"a":1}' });
    expect(await files.edit(file, () => ({ kind: 'refused', problem: refusal }))).toEqual(refusal);
    expect(files.statNow(file)).toEqual(before);
    expect(readdirSync(path.dirname(file))).toEqual(['a.json']);
  });

  test('F12 a file that is no text is refused and stays as it is; a throwing edit is a problem', async () => {
    const file = path.join(tempFolder(), 'a.json');
    writeFileSync(file, Buffer.from([0xff, 0xfe, 1]));
    expect(await files.edit(file, setKey('a'))).toMatchObject({ code: 'source-invalid' });
    expect(readFileSync(file)).toEqual(Buffer.from([0xff, 0xfe, 1]));
    writeFileSync(file, '{');
    expect(await files.edit(file, setKey('a'))).toMatchObject({ code: 'edit-refused' });
    expect(readFileSync(file, 'utf8')).toBe('{');
    expect(readdirSync(path.dirname(file))).toEqual(['a.json']);
  });

  test('a hundred edits at once in one process are all kept, also by two paths to one file', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'a.json');
    writeFileSync(file, '{}');
    symlinkSync('a.json', path.join(folder, 'b.json'));
    const edits = Array.from({ length: 100 }, (_, index) =>
      files.edit(path.join(folder, index % 2 ? 'a.json' : 'b.json'), setKey(`k${index}`)),
    );
    for (const result of await Promise.all(edits)) expect(result).toMatchObject({ changed: true });
    expect(Object.keys(asJson(readFileSync(file, 'utf8')))).toHaveLength(100);
  });

  test('F09 our edit lands beside those of a program that knows no locks, and loses none of its keys', async () => {
    const file = path.join(tempFolder(), 'a.json');
    writeFileSync(file, '{}');
    let foreign = 0;
    // The other program writes between our read and our write, the worst moment, in place or by rename.
    const results = [];
    for (let round = 0; round < 20; round += 1) {
      let once = true;
      results.push(
        await files.edit(file, (text) => {
          if (once) {
            once = false;
            foreign += 1;
            const next = JSON.stringify({ ...asJson(readFileSync(file, 'utf8')), [`foreign${foreign}`]: 1 });
            if (round % 2) writeFileSync(file, next);
            else {
              writeFileSync(`${file}.theirs`, next);
              renameSync(`${file}.theirs`, file);
            }
          }
          return setKey(`ours${round}`)(text);
        }),
      );
    }
    expect(results.every((result) => 'changed' in result && result.changed)).toBe(true);
    expect(Object.keys(asJson(readFileSync(file, 'utf8')))).toHaveLength(40);
  });

  test('a program that never stops writing is a problem after twenty tries', async () => {
    const file = path.join(tempFolder(), 'a.json');
    writeFileSync(file, '{}');
    let tries = 0;
    const result = await files.edit(file, (text) => {
      tries += 1;
      writeFileSync(file, JSON.stringify({ theirs: tries }));
      return setKey('ours')(text);
    });
    expect(result).toMatchObject({ code: 'source-changed' });
    expect(tries).toBe(20);
    expect(asJson(readFileSync(file, 'utf8'))).toEqual({ theirs: 20 });
  });
});

describe('between processes', () => {
  let editor = '';
  let holder = '';
  beforeAll(async () => {
    editor = await childProgram(`
      import { createFiles } from '@electron/effects/files/create-files.ts';
      const [, , file, who, count] = process.argv;
      const files = createFiles();
      let kept = 0;
      for (let n = 0; n < Number(count); n += 1) {
        const result = await files.edit(file!, (text) => ({ kind: 'text', text: JSON.stringify({ ...JSON.parse(text ?? '{}'), [who + '-' + n]: 1 }) }));
        if ('changed' in result && result.changed) kept += 1;
        else console.log(JSON.stringify(result));
      }
      console.log('kept ' + kept);
    `);
    holder = await childProgram(`
      import { createHomeLock } from '@electron/effects/files/home-lock.ts';
      const done = await createHomeLock(process.argv[2]!).exclusive('engine', 1000, async () => {
        console.log('held');
        await new Promise((resolve) => setTimeout(resolve, 60_000));
        return 'done';
      });
      console.log(JSON.stringify(done));
    `);
  });

  test('F08 R04 four processes with fifty edits each keep all two hundred', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'a.json');
    const runs = ['a', 'b', 'c', 'd'].map((who) => startChild(process.execPath, [editor, file, who, '50']));
    for (const run of runs) {
      await run.ended;
      expect(run.output()).toBe('kept 50\n');
    }
    expect(Object.keys(asJson(readFileSync(file, 'utf8')))).toHaveLength(200);
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test('F13 a living holder keeps others out, also while it is stopped; a killed one is taken over at once', async () => {
    const home = tempFolder();
    const lock = createHomeLock(home);
    const run = startChild(process.execPath, [holder, home]);
    await waitFor(() => run.output().includes('held'));
    expect(await lock.exclusive('engine', 50, async () => 'mine')).toMatchObject({
      code: 'busy',
      message: new RegExp(`${run.process.pid}`),
    });
    expect(await lock.exclusive('other', 50, async () => 'mine')).toBe('mine');
    run.process.kill('SIGSTOP');
    expect(await lock.exclusive('engine', 300, async () => 'mine')).toMatchObject({ code: 'busy' });
    run.process.kill('SIGKILL');
    await run.ended;
    expect(await lock.exclusive('engine', 0, async () => 'mine')).toBe('mine');
    expect(readdirSync(path.join(home, 'locks'))).toEqual([]);
  });

  test('F13 a lock of an impostor, of an earlier boot or without a readable holder is taken over', async () => {
    const home = tempFolder();
    const lock = createHomeLock(home);
    const file = path.join(home, 'locks', 'engine.lock');
    mkdirSync(path.dirname(file));
    const own = { ...ownIdentity(), token: 't' };
    for (const stale of [
      { ...own, start: '1' },
      { ...own, boot: 'earlier' },
    ]) {
      writeFileSync(file, JSON.stringify(stale));
      expect(await lock.exclusive('engine', 0, async () => 'mine')).toBe('mine');
    }
    writeFileSync(file, '');
    expect(await lock.exclusive('engine', 0, async () => 'mine')).toMatchObject({ code: 'busy' });
    // Another machine may share the folder: only long silence ends its lock.
    writeFileSync(file, JSON.stringify({ ...own, host: 'elsewhere' }));
    expect(await lock.exclusive('engine', 0, async () => 'mine')).toMatchObject({ code: 'busy' });
    // The guard of a takeover that somebody died in is no obstacle either.
    writeFileSync(file, JSON.stringify({ ...own, start: '1' }));
    writeFileSync(`${file}.takeover`, JSON.stringify({ ...own, start: '1' }));
    expect(await lock.exclusive('engine', 1_000, async () => 'mine')).toBe('mine');
    expect(readdirSync(path.dirname(file))).toEqual([]);
  });

  test('F13 many waiters that find a dead holder at once get in one after the other', async () => {
    const home = tempFolder();
    const file = path.join(home, 'locks', 'engine.lock');
    mkdirSync(path.dirname(file));
    writeFileSync(file, JSON.stringify({ ...ownIdentity(), start: '1', token: 't' }));
    let inside = 0;
    let most = 0;
    const turns = Array.from({ length: 20 }, () =>
      createHomeLock(home).exclusive('engine', 10_000, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
        return 'done';
      }),
    );
    expect(await Promise.all(turns)).toEqual(Array.from({ length: 20 }, () => 'done'));
    expect(most).toBe(1);
  });

  test('the lock is free again after work that throws; a folder that cannot be made is a problem', async () => {
    const home = tempFolder();
    const lock = createHomeLock(home);
    await expect(lock.exclusive('engine', 0, () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
    expect(await lock.exclusive('engine', 0, async () => 'mine')).toBe('mine');
    expect(await lock.exclusive('../x', 0, async () => 'mine')).toMatchObject({ code: 'busy' });
    rmSync(path.join(home, 'locks'), { recursive: true });
    writeFileSync(path.join(home, 'locks'), '');
    expect(await lock.exclusive('engine', 0, async () => 'mine')).toMatchObject({ code: 'busy' });
  });
});
