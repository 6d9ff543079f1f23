/** The timeline on disk: appended, bounded, shared by processes, and never a danger to anything else. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../../../electron/contract/history.ts';
import { createHomeLock } from '../../../electron/effects/files/home-lock.ts';
import { createTimelineFile } from '../../../electron/effects/store/timeline-file.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { childProgram, startChild } from '../files/child-program.ts';

const entry = (number: number, hint = ''): HistoryEntry => ({
  number,
  at: 1_700_000_000_000 + number,
  kind: 'server.failed',
  source: null,
  server: null,
  cause: null,
  edit: null,
  lists: [],
  durationMs: null,
  problem: { code: 'exited', message: 'gone', hint },
});
const entries = (from: number, to: number): HistoryEntry[] => Array.from({ length: to - from + 1 }, (_, at) => entry(from + at));

function opened(home = tempFolder()) {
  const at = path.join(home, 'history.jsonl');
  const file = createTimelineFile(home, createHomeLock(home));
  const numbers = async () => (await createTimelineFile(home, createHomeLock(home)).load()).entries.map(({ number }) => number);
  return { home, at, file, numbers, text: () => readFileSync(at, 'utf8') };
}

describe('keeping', () => {
  test('nothing there is an empty timeline, and reading makes no file', async () => {
    const { at, file } = opened();
    expect(await file.load()).toEqual({ entries: [], problem: null });
    expect(existsSync(at)).toBe(false);
  });

  test('what is added is there again, for the person alone, and the file says its format', async () => {
    const { at, file, numbers, text } = opened();
    await file.load();
    expect(await file.append(0, () => entries(1, 2))).toBeNull();
    expect(await file.append(2, () => [entry(3)])).toBeNull();
    expect(await numbers()).toEqual([1, 2, 3]);
    expect(text().split('\n')[0]).toBe('{"format":"tooltray-history","version":1}');
    expect(text().split('\n')).toHaveLength(5);
    expect(statSync(at).mode & 0o777).toBe(0o600);
  });

  test('rights that somebody has widened are narrowed again', async () => {
    const { at, file } = opened();
    await file.append(0, () => [entry(1)]);
    chmodSync(at, 0o644);
    await file.append(1, () => [entry(2)]);
    expect(statSync(at).mode & 0o777).toBe(0o600);
  });

  test('nothing to add writes nothing', async () => {
    const { at, file } = opened();
    expect(await file.append(0, () => [])).toBeNull();
    expect(existsSync(at)).toBe(false);
  });

  test('more than its bounds becomes the newest entries, by number and by size', async () => {
    const { at, file, numbers } = opened();
    await file.append(0, () => entries(1, 2_500));
    expect(await numbers()).toHaveLength(2_500);
    await file.append(2_500, () => [entry(2_501)]);
    expect([(await numbers()).length, (await numbers()).at(0), (await numbers()).at(-1)]).toEqual([2_000, 502, 2_501]);
    await file.append(2_501, () => Array.from({ length: 300 }, (_, index) => entry(2_502 + index, 'x'.repeat(8_000))));
    expect(statSync(at).size).toBeLessThanOrEqual(1024 * 1024);
    expect((await numbers()).at(-1)).toBe(2_801);
    await file.append(2_801, () => [entry(2_802)]);
    expect((await numbers()).slice(-2)).toEqual([2_801, 2_802]);
    expect(readdirSync(path.dirname(at)).filter((name) => name.includes('tmp'))).toEqual([]);
  });
});

describe('two processes of one home', () => {
  test('what the other has written is handed over first, and both see all', async () => {
    const one = opened();
    const two = opened(one.home);
    await one.file.load();
    await two.file.load();
    await one.file.append(0, () => entries(1, 2));
    let seen: readonly number[] = [];
    await two.file.append(0, (others) => {
      seen = others.map(({ number }) => number);
      return [entry(3)];
    });
    expect(seen).toEqual([1, 2]);
    await one.file.append(2, (others) => {
      seen = others.map(({ number }) => number);
      return [entry(4)];
    });
    expect(seen).toEqual([3]);
    expect(await one.numbers()).toEqual([1, 2, 3, 4]);
  });

  const writeMany = `
import { createHomeLock } from '@electron/effects/files/home-lock.ts';
import { createTimelineFile } from '@electron/effects/store/timeline-file.ts';
const [home = '', name = ''] = process.argv.slice(2);
const file = createTimelineFile(home, createHomeLock(home));
let last = 0;
for (let at = 0; at < 40; at += 1) {
  const problem = await file.append(last, (others) => {
    last = Math.max(last, ...others.map((other) => other.number)) + 1;
    return [{ number: last, at: 1, kind: 'watching.paused', source: name, server: null, cause: null, edit: null, lists: [], durationMs: null, problem: null }];
  });
  if (problem) console.log(problem.message);
}
`;
  let program = '';
  beforeAll(async () => {
    program = await childProgram(writeMany);
  }, 60_000);

  test('writers at the same time lose nothing and use no number twice', async () => {
    const { home, numbers, file } = opened();
    const runs = ['a', 'b', 'c'].map((name) => startChild(process.execPath, [program, home, name]));
    for (const run of runs) expect(await run.ended).toEqual({ code: 0, signal: null });
    expect(runs.map((run) => run.output())).toEqual(['', '', '']);
    expect(await numbers()).toEqual(Array.from({ length: 120 }, (_, at) => at + 1));
    const { entries: found } = await file.load();
    for (const name of ['a', 'b', 'c']) expect(found.filter(({ source }) => source === name)).toHaveLength(40);
  });
});

describe('damage', () => {
  test('a torn last line and junk in between cost only themselves, and what is added next stands on a line of its own', async () => {
    const { at, file, numbers } = opened();
    const [first, second] = entries(1, 2).map((one) => JSON.stringify(one));
    writeFileSync(
      at,
      Buffer.concat([
        Buffer.from(`${first}\nnoise\n\u0000\u0000\n{"number":"x"}\n`),
        Buffer.from([0xff, 0xfe, 0x0a]),
        Buffer.from(`${second}\n{"number":3,"at"`),
      ]),
    );
    expect((await file.load()).problem).toBeNull();
    expect(await numbers()).toEqual([1, 2]);
    expect(await file.append(2, () => [entry(3)])).toBeNull();
    expect(await numbers()).toEqual([1, 2, 3]);
  });

  test('entries of a kind that this Tooltray does not know are passed over, keep their number, and stay in the file', async () => {
    const { at, file, text } = opened();
    const odd = JSON.stringify({ ...entry(5), kind: 'later.kind', more: 1 });
    writeFileSync(at, `${odd}\n`);
    expect((await file.load()).entries).toEqual([]);
    await file.append(0, () => entries(6, 3_000));
    expect(text()).not.toContain('later.kind');
    await file.append(3_000, () => [entry(3_001)]);
    expect(text()).toContain('"number":3001');
  });

  test.each([
    ['text that is no timeline', 'hello\nworld\n'],
    ['another kind of JSON', '{"a":1}\n[]\n'],
  ])('%s is set aside and told, and a new timeline begins', async (_name, content) => {
    const { home, at, file, numbers } = opened();
    writeFileSync(at, content);
    const { problem } = await file.load();
    expect(problem).toMatchObject({ code: 'history-unwritable', message: expect.stringContaining('It is kept as history.jsonl.corrupt-') });
    const aside = readdirSync(home).find((name) => name.startsWith('history.jsonl.corrupt-')) ?? '';
    expect(readFileSync(path.join(home, aside), 'utf8')).toBe(content);
    expect(await file.append(0, () => [entry(1)])).toBeNull();
    expect(await numbers()).toEqual([1]);
  });

  test('a file of a later format is read as far as possible and never written', async () => {
    const { at, file, text } = opened();
    const content = `{"format":"tooltray-history","version":2}\n${JSON.stringify(entry(7))}\n`;
    writeFileSync(at, content);
    expect(await file.load()).toMatchObject({
      entries: [{ number: 7 }],
      problem: { code: 'history-unwritable', hint: expect.stringContaining('Update') },
    });
    expect(await file.append(7, () => [entry(8)])).toMatchObject({ code: 'history-unwritable' });
    expect(text()).toBe(content);
  });

  test('a folder or a link in its place is a problem, not a crash, and the end of the link is left alone', async () => {
    const folder = opened();
    mkdirSync(folder.at);
    expect((await folder.file.load()).problem).toMatchObject({ code: 'history-unwritable' });
    expect(await folder.file.append(0, () => [entry(1)])).toMatchObject({ code: 'history-unwritable' });
    const link = opened();
    const target = path.join(tempFolder(), 'target');
    symlinkSync(target, link.at);
    expect(await link.file.append(0, () => [entry(1)])).toMatchObject({ code: 'history-unwritable' });
    expect(existsSync(target)).toBe(false);
  });

  test('F03 a file that may grow no more keeps what it has, whole, and takes more once there is room', async (context) => {
    context.skip(process.platform === 'win32', 'limits of file size are a thing of Unix shells');
    const { home, file, numbers, text } = opened();
    await file.append(0, () => [entry(1, 'x'.repeat(600))]);
    const before = text();
    const full = await childProgram(`
import { createHomeLock } from '@electron/effects/files/home-lock.ts';
import { createTimelineFile } from '@electron/effects/store/timeline-file.ts';
process.on('SIGXFSZ', () => {});
const home = process.argv[2] ?? '';
const file = createTimelineFile(home, createHomeLock(home));
await file.load();
const problem = await file.append(1, () => [{ number: 2, at: 1, kind: 'watching.paused', source: 'y'.repeat(4000) as never, server: null, cause: null, edit: null, lists: [], durationMs: null, problem: null }]);
console.log(JSON.stringify(problem));
`);
    // Blocks of 1 KB in a POSIX shell's ulimit are 512 bytes each.
    const run = startChild('/bin/sh', ['-c', `ulimit -f 4; exec "${process.execPath}" "${full}" "${home}"`]);
    expect(await run.ended).toMatchObject({ code: 0 });
    expect(JSON.parse(run.output())).toMatchObject({ code: 'history-unwritable' });
    expect(text()).toBe(before);
    expect(await file.append(1, () => [entry(2)])).toBeNull();
    expect(await numbers()).toEqual([1, 2]);
  });
});
