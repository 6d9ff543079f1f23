/** The writer: old or new, never half; short writes are never reported as saved. */
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { sweepTempFiles, tempNameFor } from '../../../electron/effects/files/temp-name.ts';
import { writeAtomic } from '../../../electron/effects/files/write-atomic.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { childProgram, startChild } from './child-program.ts';

const temps = (folder: string): string[] => readdirSync(folder).filter((name) => name.includes('.tmp-'));

describe('plain saves', () => {
  test('a new file is private, an old one keeps its rights, and no temp file stays', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'sub', 'a.json');
    expect(await writeAtomic(file, 'one')).toMatchObject({ kind: 'written' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    chmodSync(file, 0o644);
    expect(await writeAtomic(file, 'two')).toMatchObject({ kind: 'written' });
    expect(statSync(file).mode & 0o777).toBe(0o644);
    expect(await writeAtomic(file, 'three', { mode: 0o600 })).toMatchObject({ kind: 'written' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe('three');
    expect(readdirSync(path.dirname(file))).toEqual(['a.json']);
  });

  test('a save over expected bytes is refused when somebody else was quicker', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'a.json');
    expect(await writeAtomic(file, 'mine', { expected: null })).toMatchObject({ kind: 'written' });
    expect(await writeAtomic(file, 'again', { expected: null })).toEqual({ kind: 'overtaken' });
    expect(await writeAtomic(file, 'again', { expected: Buffer.from('other') })).toEqual({ kind: 'overtaken' });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(await writeAtomic(file, 'again', { expected: Buffer.from('mine') })).toMatchObject({ kind: 'written' });
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test('T28 a folder that every user may change is refused', async () => {
    const folder = path.join(tempFolder(), 'open');
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    expect(await writeAtomic(path.join(folder, 'a'), 'x')).toMatchObject({ kind: 'failed', error: { code: 'EOPENFOLDER' } });
    chmodSync(folder, 0o1777);
    expect(await writeAtomic(path.join(folder, 'a'), 'x')).toMatchObject({ kind: 'written' });
  });
});

describe('F10 S12 links', () => {
  const shapes: readonly { name: string; make: (folder: string) => { link: string; target: string } }[] = [
    {
      name: 'absolute',
      make: (folder) => {
        symlinkSync(path.join(folder, 'real', 't.json'), path.join(folder, 'l.json'));
        return { link: 'l.json', target: 'real/t.json' };
      },
    },
    {
      name: 'relative',
      make: (folder) => {
        symlinkSync('real/t.json', path.join(folder, 'l.json'));
        return { link: 'l.json', target: 'real/t.json' };
      },
    },
    {
      name: 'chained',
      make: (folder) => {
        symlinkSync('real/t.json', path.join(folder, 'm.json'));
        symlinkSync('m.json', path.join(folder, 'l.json'));
        return { link: 'l.json', target: 'real/t.json' };
      },
    },
    {
      name: 'through a linked folder',
      make: (folder) => {
        symlinkSync('real', path.join(folder, 'dir'));
        symlinkSync('../real/t.json', path.join(folder, 'real', 'l.json'));
        return { link: 'dir/l.json', target: 'real/t.json' };
      },
    },
    {
      name: 'file in a linked folder',
      make: (folder) => {
        symlinkSync('real', path.join(folder, 'dir'));
        return { link: 'dir/t.json', target: 'real/t.json' };
      },
    },
  ];

  test.each(shapes)('a link stays a link ($name) and its target is replaced with its rights', async ({ make }) => {
    const folder = tempFolder();
    mkdirSync(path.join(folder, 'real'));
    const { link, target } = make(folder);
    writeFileSync(path.join(folder, target), 'old', { mode: 0o640 });
    const before = lstatSync(path.join(folder, link));
    expect(await writeAtomic(path.join(folder, link), 'new', { expected: Buffer.from('old') })).toMatchObject({ kind: 'written' });
    const after = lstatSync(path.join(folder, link));
    expect(after.isSymbolicLink()).toBe(before.isSymbolicLink());
    expect(readFileSync(path.join(folder, target), 'utf8')).toBe('new');
    expect(lstatSync(path.join(folder, target)).isFile()).toBe(true);
    expect(statSync(path.join(folder, target)).mode & 0o777).toBe(0o640);
    expect(temps(folder)).toEqual([]);
    expect(temps(path.join(folder, 'real'))).toEqual([]);
  });

  test('a link to a file that does not exist yet makes that file; a link round in a circle is refused', async () => {
    const folder = tempFolder();
    symlinkSync('later.json', path.join(folder, 'l.json'));
    expect(await writeAtomic(path.join(folder, 'l.json'), 'new')).toMatchObject({ kind: 'written', path: path.join(folder, 'later.json') });
    expect(readlinkSync(path.join(folder, 'l.json'))).toBe('later.json');
    symlinkSync('b', path.join(folder, 'a'));
    symlinkSync('a', path.join(folder, 'b'));
    expect(await writeAtomic(path.join(folder, 'a'), 'x')).toMatchObject({ kind: 'failed', error: { code: 'ELOOP' } });
    symlinkSync(path.join(folder, 'unmounted', 'x.json'), path.join(folder, 'c'));
    expect(await writeAtomic(path.join(folder, 'c'), 'x')).toMatchObject({ kind: 'failed', error: { code: 'ENOENT' } });
    expect(existsSync(path.join(folder, 'unmounted'))).toBe(false);
  });

  test('a folder, and a second name of the same file, are not written through', async () => {
    const folder = tempFolder();
    mkdirSync(path.join(folder, 'd'));
    expect(await writeAtomic(path.join(folder, 'd'), 'x')).toMatchObject({ kind: 'failed', error: { code: 'ENOTFILE' } });
    writeFileSync(path.join(folder, 'one'), 'old');
    linkSync(path.join(folder, 'one'), path.join(folder, 'two'));
    expect(await writeAtomic(path.join(folder, 'one'), 'new')).toMatchObject({ kind: 'written' });
    expect(readFileSync(path.join(folder, 'two'), 'utf8')).toBe('old');
  });
});

describe('F14 S3-44 temp files of dead processes', () => {
  test('are swept; those of living processes and of other programs stay', async () => {
    const folder = tempFolder();
    const dead = startChild(process.execPath, ['-e', '']);
    await dead.ended;
    const own = path.basename(tempNameFor(path.join(folder, 'registry.json')));
    const planted = Array.from({ length: 200 }, (_, index) =>
      own.replace(/-\d+-/, `-${dead.process.pid}-`).replace(/.{12}$/, index.toString(16).padStart(12, '0')),
    );
    // The number of a living process, but another birth: the process that made it is gone.
    planted.push(own.replace(/-[0-9a-f]{8}-([0-9a-f]{12})$/, '-00000000-$1'));
    for (const name of planted) writeFileSync(path.join(folder, name), 'half');
    const stay = [own, 'registry.json.tmp-1234', 'other.tmp-tooltray-x', 'a.json'];
    for (const name of stay) writeFileSync(path.join(folder, name), 'x');
    expect(await sweepTempFiles(folder)).toBe(201);
    expect(readdirSync(folder).sort()).toEqual([...stay].sort());
  });
});

/** Saves in a loop, or once; the text carries its number at head and tail. */
const saver = `
import { writeAtomic } from '@electron/effects/files/write-atomic.ts';
process.on('SIGXFSZ', () => undefined);
const [, , file, mode, sizeText] = process.argv;
const body = 'x'.repeat(Number(sizeText));
for (let n = 1; ; n += 1) {
  const outcome = await writeAtomic(file!, JSON.stringify({ head: n, body, tail: n }));
  process.stdout.write(outcome.kind === 'written' ? 'saved ' + n + '\\n' : outcome.kind + ' ' + String((outcome as { error?: { code?: string } }).error?.code) + '\\n');
  if (mode === 'once') break;
}
`;

describe('in a process of its own', () => {
  let program = '';
  beforeAll(async () => {
    program = await childProgram(saver);
  });

  test('F04 F06 a save that does not fit is an error, and the old file stays whole', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'a.json');
    writeFileSync(file, 'good');
    // Blocks of 1,024 bytes in bash; the save takes 20,000.
    const run = startChild('bash', ['-c', 'ulimit -f 4; exec "$@"', 'bash', process.execPath, program, file, 'once', '20000']);
    expect(await run.ended).toEqual({ code: 0, signal: null });
    expect(run.output()).toBe('failed EFBIG\n');
    expect(readFileSync(file, 'utf8')).toBe('good');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test('F07 a read-only folder is an error and nothing else', async () => {
    const folder = path.join(tempFolder(), 'ro');
    mkdirSync(folder);
    const file = path.join(folder, 'a.json');
    writeFileSync(file, 'good', { mode: 0o644 });
    chmodSync(folder, 0o555);
    chmodSync(path.dirname(folder), 0o755);
    chmodSync(path.dirname(program), 0o755);
    chmodSync(path.dirname(path.dirname(program)), 0o755);
    // Root may write anywhere, so the program runs as somebody else then.
    const somebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const run = startChild(process.execPath, [program, file, 'once', '10'], somebody);
    await run.ended;
    expect(run.output()).toBe('failed EACCES\n');
    expect(readFileSync(file, 'utf8')).toBe('good');
    chmodSync(folder, 0o755);
  });

  test('F01 sixty kills at random times leave sixty whole files and lose no reported save', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'registry.json');
    let saved = 0;
    let left = 0;
    for (let round = 0; round < 60; round += 1) {
      const run = startChild(process.execPath, [program, file, 'loop', '60000']);
      await new Promise<void>((resolve) => {
        run.process.stdout?.once('data', () => setTimeout(resolve, Math.random() * 12));
        run.process.once('close', () => resolve());
      });
      run.process.kill('SIGKILL');
      expect((await run.ended).signal).toBe('SIGKILL');
      const last = Number([...run.output().matchAll(/^saved (\d+)\n/gm)].at(-1)?.[1] ?? 0);
      const found = JSON.parse(readFileSync(file, 'utf8')) as { head: number; body: string; tail: number };
      expect(found.tail).toBe(found.head);
      expect(found.body).toHaveLength(60_000);
      // One more than reported is possible: killed between the rename and the report.
      expect([last, last + 1]).toContain(found.head);
      saved += found.head;
      left = Math.max(left, temps(folder).length);
      expect(await sweepTempFiles(folder)).toBeLessThanOrEqual(1);
      expect(temps(folder)).toEqual([]);
    }
    expect(saved).toBeGreaterThan(60);
    expect(left).toBeLessThanOrEqual(1);
  }, 30_000);
});
