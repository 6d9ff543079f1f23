/** Every system call of a save is made to fail or to be the last one, with strace; skipped with a reason where that is not there. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sweepTempFiles } from '../../../electron/effects/files/temp-name.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { childProgram, startChild } from './child-program.ts';

const canTrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;

const saveOnce = `
import { writeAtomic } from '@electron/effects/files/write-atomic.ts';
const outcome = await writeAtomic(process.argv[2]!, 'new!'.repeat(5000), { expected: Buffer.from('old') });
console.log(outcome.kind, String((outcome as { error?: { code?: string } }).error?.code));
`;

/** The calls of a save that nothing else in the program makes, in order; the second fsync is that of the folder. */
const points = [
  { call: 'pwrite64', nth: 1 },
  { call: 'fchmod', nth: 1 },
  { call: 'fsync', nth: 1 },
  { call: 'rename', nth: 1 },
  { call: 'fsync', nth: 2 },
] as const;

describe('with strace', () => {
  beforeEach((context) => context.skip(!canTrace, 'strace is not installed, or may not trace here'));

  let program = '';
  beforeAll(async () => {
    program = await childProgram(saveOnce);
  });

  async function save(inject: readonly string[]): Promise<{ folder: string; output: string; trace: string; signal: string | null }> {
    const folder = tempFolder();
    const file = path.join(folder, 'a.json');
    const log = path.join(tempFolder(), 'trace');
    writeFileSync(file, 'old');
    const trace = ['-f', '-y', '-o', log, '-e', 'trace=pwrite64,fchmod,fsync,rename', ...inject.flatMap((rule) => ['-e', rule])];
    // strace counts calls per thread, so there must be one only.
    const env = { ...process.env, UV_THREADPOOL_SIZE: '1' };
    const run = startChild('strace', [...trace, process.execPath, program, file], { env });
    const { signal } = await run.ended;
    return { folder, output: run.output(), trace: readFileSync(log, 'utf8'), signal };
  }

  test('F05 S3-36 the file is on the disk before it is renamed, and the folder after', async () => {
    const { folder, output, trace } = await save([]);
    expect(output).toBe('written undefined\n');
    const calls = trace
      .split('\n')
      .filter((line) => line.includes(folder))
      .map((line) => /(pwrite64|fchmod|fsync|rename)\((?:\d+<([^>]*)>)?/.exec(line))
      .map((match) => `${match?.[1]} ${match?.[2] === folder ? 'folder' : match?.[2]?.includes('.tmp-tooltray-') ? 'temp' : ''}`.trim());
    expect(calls).toEqual(['pwrite64 temp', 'fchmod temp', 'fsync temp', 'rename', 'fsync folder']);
  });

  test.each(points)('F02 a kill at $call $nth leaves the old or the new file', async ({ call, nth }) => {
    const { folder, signal } = await save([`inject=${call}:signal=KILL:when=${nth}`]);
    expect(signal).toBe('SIGKILL');
    const text = readFileSync(path.join(folder, 'a.json'), 'utf8');
    // The signal comes before the call is made, so only the folder's fsync finds the rename done.
    expect(text).toBe(nth === 2 ? 'new!'.repeat(5000) : 'old');
    await sweepTempFiles(folder);
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test.each(points.flatMap((point) => ['EIO', 'ENOSPC'].map((error) => ({ ...point, error }))))(
    'F03 $error at $call $nth is reported, with the old or the whole new file in place and no temp file',
    async ({ call, nth, error }) => {
      const { folder, output } = await save([`inject=${call}:error=${error}:when=${nth}`]);
      expect(output).toBe(`failed ${error}\n`);
      expect(readFileSync(path.join(folder, 'a.json'), 'utf8')).toBe(nth === 2 ? 'new!'.repeat(5000) : 'old');
      expect(readdirSync(folder)).toEqual(['a.json']);
    },
  );

  test('F04 a disk that takes no bytes is an error, not a save', async () => {
    const { folder, output, trace } = await save(['inject=pwrite64:retval=0:when=1']);
    // A call that pretends to have taken nothing must not count as success.
    expect(output).toBe('failed ENOSPC\n');
    expect(trace).toContain('(INJECTED)');
    expect(readFileSync(path.join(folder, 'a.json'), 'utf8')).toBe('old');
  });
});
