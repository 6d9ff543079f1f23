/** The watch against real folders: every way in which a file can change is told. */
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { eventsOnly, follow } from './follow.ts';

function replace(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const inotifyWatches = (): number =>
  readdirSync('/proc/self/fdinfo')
    .map((fd) => {
      try {
        return readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8').split('inotify wd:').length - 1;
      } catch {
        return 0;
      }
    })
    .reduce((sum, count) => sum + count, 0);

describe('saving', () => {
  test('F16 after 100 saves by rename the last content is noticed and no older one after it', async () => {
    const file = path.join(tempFolder(), 'mcp.json');
    writeFileSync(file, 'start');
    const { told } = await follow([file]);
    const seen: string[] = [];
    let read = 0;
    for (let round = 1; round <= 100; round += 1) {
      replace(file, String(round));
      if (round % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
      for (; read < told.length; read += 1) seen.push(readFileSync(file, 'utf8'));
    }
    await waitFor(() => {
      for (; read < told.length; read += 1) seen.push(readFileSync(file, 'utf8'));
      return seen.at(-1) === '100';
    }, 500);
    const numbers = seen.map(Number);
    expect(numbers).toEqual([...numbers].sort((left, right) => left - right));
  });

  const styles: Readonly<Record<string, (file: string) => void>> = {
    'written in place': (file) => writeFileSync(file, '{"a":1}'),
    'saved by rename': (file) => replace(file, '{"a":2}'),
    'deleted and made again': (file) => {
      rmSync(file);
      writeFileSync(file, '{"a":3}');
    },
    'moved aside and written anew, as editors with backups do': (file) => {
      renameSync(file, `${file}~`);
      writeFileSync(file, '{"a":4}');
    },
    'appended to': (file) => appendFileSync(file, ' '),
    'replaced together with its folder': (file) => {
      const folder = path.dirname(file);
      write(`${folder}.new/mcp.json`, '{"a":5}');
      renameSync(folder, `${folder}.old`);
      renameSync(`${folder}.new`, folder);
    },
    deleted: (file) => rmSync(file),
  };
  for (const [style, save] of Object.entries(styles)) {
    test(`S1-33 a file ${style} is told, and the next saves as well`, async () => {
      const file = path.join(tempFolder(), 'folder', 'mcp.json');
      write(file, '{}');
      const { toldAfter } = await follow([file]);
      expect(await toldAfter(file, () => save(file))).toBeLessThan(500);
      expect(await toldAfter(file, () => replace(file, '{"again":1}'))).toBeLessThan(500);
      expect(await toldAfter(file, () => writeFileSync(file, '{"again":2}'))).toBeLessThan(500);
    });
  }

  test('F24 other content with the same size and modification time is told', async () => {
    const file = path.join(tempFolder(), 'mcp.json');
    writeFileSync(file, 'aaaa');
    const { mtime, atime } = statSync(file);
    const { toldAfter } = await follow([file]);
    await toldAfter(file, () => {
      writeFileSync(file, 'bbbb');
      utimesSync(file, atime, mtime);
    });
  });

  test('F29 S1-34 a thousand files with the name of the config as prefix are not told', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'mcp.json');
    writeFileSync(file, '{}');
    const { told, toldAfter } = await follow([file]);
    for (let at = 0; at < 1_000; at += 1) writeFileSync(path.join(folder, `mcp.json.${at}`), '{}');
    writeFileSync(path.join(folder, '.mcp.json'), '{}');
    // Events keep their order, so whatever the siblings caused comes before the sign for the true file.
    await toldAfter(file, () => utimesSync(file, 1, 1));
    expect(told).toEqual([file]);
  });

  test('an event in a folder of 3,000 files costs next to nothing', async () => {
    const folder = tempFolder();
    for (let at = 0; at < 3_000; at += 1) writeFileSync(path.join(folder, `sibling-${at}`), '');
    const file = path.join(folder, 'mcp.json');
    writeFileSync(file, '{}');
    const { told } = await follow([file]);
    const before = process.cpuUsage();
    for (let round = 0; round < 25; round += 1) {
      const from = told.length;
      writeFileSync(file, String(round));
      await waitFor(() => told.length > from, 1_000);
    }
    const used = process.cpuUsage(before);
    expect((used.user + used.system) / 1_000 / 25).toBeLessThan(10);
  });
});

describe('folders that come and go', () => {
  test('F18 a file whose folders do not exist yet is told once they appear', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'a', 'b', 'c', 'mcp.json');
    const { toldAfter } = await follow([file]);
    expect(await toldAfter(file, () => write(file, '{}'))).toBeLessThan(500);
    expect(await toldAfter(file, () => writeFileSync(file, '{"late":1}'))).toBeLessThan(500);
  });

  test('F18 folders made one after the other are followed down to the file', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'a', 'b', 'mcp.json');
    const { toldAfter } = await follow([file]);
    await toldAfter(file, () => mkdirSync(path.join(folder, 'a')));
    await toldAfter(file, () => mkdirSync(path.join(folder, 'a', 'b')));
    await toldAfter(file, () => writeFileSync(file, '{}'));
  });

  test('F19 a folder removed and made again is followed, five times over', async () => {
    const file = path.join(tempFolder(), 'client', 'mcp.json');
    write(file, '{}');
    const { toldAfter } = await follow([file]);
    for (let round = 0; round < 5; round += 1) {
      await toldAfter(file, () => rmSync(path.dirname(file), { recursive: true }));
      await toldAfter(file, () => write(file, `{"round":${round}}`));
      await toldAfter(file, () => writeFileSync(file, '{"edit":1}'));
    }
  });

  test('F19 a folder removed and made again at once, a hundred times without a pause, is followed in the end', async () => {
    const file = path.join(tempFolder(), 'client', 'mcp.json');
    write(file, '{}');
    const { toldAfter } = await follow([file]);
    for (let round = 0; round < 100; round += 1) {
      rmSync(path.dirname(file), { recursive: true });
      if (round % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
      write(file, `{"round":${round}}`);
      if (round % 5 === 0) await new Promise((resolve) => setTimeout(resolve, round % 4));
    }
    await toldAfter(file, () => writeFileSync(file, 'last'));
  });

  test('F19 a folder removed while a process sits in it is followed when it is back', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'client', 'mcp.json');
    write(file, '{}');
    const sitting = spawn('sleep', ['60'], { cwd: path.dirname(file), stdio: 'ignore' });
    onTestFinished(() => void sitting.kill('SIGKILL'));
    await waitFor(() => sitting.pid);
    const { toldAfter } = await follow([file]);
    await toldAfter(file, () => rmSync(path.dirname(file), { recursive: true }));
    await toldAfter(file, () => write(file, '{"back":1}'));
    await toldAfter(file, () => writeFileSync(file, '{"back":2}'));
  });

  test('F19 a folder moved away further up is found by the recheck and followed again', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'above', 'client', 'mcp.json');
    write(file, '{}');
    const { toldAfter } = await follow([file], { recheckMs: 100 });
    await toldAfter(file, () => {
      renameSync(path.join(folder, 'above'), path.join(folder, 'elsewhere'));
      write(file, '{"new":1}');
    });
    await toldAfter(file, () => writeFileSync(file, '{"new":2}'));
  });
});

describe('links', () => {
  test('F20 a link that is turned to another file is told, and that file is followed from then on', async () => {
    const folder = tempFolder();
    const [first, second] = [path.join(folder, 'one', 'a.json'), path.join(folder, 'two', 'b.json')];
    write(first, '1');
    write(second, '2');
    const link = path.join(folder, 'client', 'mcp.json');
    mkdirSync(path.dirname(link));
    symlinkSync(first, link);
    const { told, toldAfter } = await follow([link]);
    await toldAfter(link, () => writeFileSync(first, '1 edited'));
    await toldAfter(link, () => {
      symlinkSync(second, `${link}.new`);
      renameSync(`${link}.new`, link);
    });
    await toldAfter(link, () => writeFileSync(second, '2 edited'));
    const before = told.length;
    writeFileSync(first, 'nobody looks here any more');
    await toldAfter(link, () => replace(second, '2 replaced'));
    expect(told.length - before).toBeLessThanOrEqual(3);
  });

  test('F20 a swap of the folder link behind the file (`..data`) is told, twice over', async () => {
    const folder = tempFolder();
    for (const version of ['v1', 'v2', 'v3']) write(path.join(folder, `..${version}`, 'mcp.json'), version);
    symlinkSync('..v1', path.join(folder, '..data'));
    const file = path.join(folder, 'mcp.json');
    symlinkSync('..data/mcp.json', file);
    const { toldAfter } = await follow([file]);
    for (const version of ['v2', 'v3']) {
      await toldAfter(file, () => {
        symlinkSync(`..${version}`, path.join(folder, '..data_tmp'));
        renameSync(path.join(folder, '..data_tmp'), path.join(folder, '..data'));
      });
      expect(readFileSync(file, 'utf8')).toBe(version);
    }
    await toldAfter(file, () => writeFileSync(path.join(folder, '..v3', 'mcp.json'), 'in place'));
  });

  test('F20 a folder on the way that is a link is followed when it is turned', async () => {
    const folder = tempFolder();
    write(path.join(folder, 'dotfiles-1', 'client', 'mcp.json'), '1');
    write(path.join(folder, 'dotfiles-2', 'client', 'mcp.json'), '2');
    const link = path.join(folder, 'config');
    symlinkSync('dotfiles-1', link);
    const file = path.join(link, 'client', 'mcp.json');
    const { toldAfter } = await follow([file]);
    await toldAfter(file, () => {
      rmSync(link);
      symlinkSync('dotfiles-2', link);
    });
    await toldAfter(file, () => writeFileSync(path.join(folder, 'dotfiles-2', 'client', 'mcp.json'), '2 edited'));
  });

  test('a link to nothing is told when its target appears, and a loop of links does no harm', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'mcp.json');
    symlinkSync(path.join(folder, 'later', 'real.json'), file);
    symlinkSync('loop-b', path.join(folder, 'loop-a'));
    symlinkSync('loop-a', path.join(folder, 'loop-b'));
    const loop = path.join(folder, 'loop-a');
    const { toldAfter } = await follow([file, loop]);
    await toldAfter(file, () => write(path.join(folder, 'later', 'real.json'), '{}'));
    await toldAfter(loop, () => replace(loop, 'a file now'));
  });
});

describe('the wanted set', () => {
  test('a path that is not wanted any more is not told, a new one is', async () => {
    const folder = tempFolder();
    const [old, kept, added] = ['old', 'kept', 'added'].map((name) => path.join(folder, name, 'mcp.json')) as [string, string, string];
    for (const file of [old, kept, added]) write(file, '{}');
    const { told, set, toldAfter } = await follow([old, kept]);
    set([kept, added]);
    await toldAfter(added, () => writeFileSync(added, '1'));
    writeFileSync(old, '2');
    await toldAfter(kept, () => writeFileSync(kept, '3'));
    expect(told).not.toContain(old);
  });

  test.runIf(process.platform === 'linux')('R14 no watch is left over after fifty changes of the set', async () => {
    const folder = tempFolder();
    const files = Array.from({ length: 10 }, (_, at) => path.join(folder, `client-${at}`, 'mcp.json'));
    for (const file of files) write(file, '{}');
    const before = inotifyWatches();
    const { set, toldAfter } = await follow(files, eventsOnly);
    expect(inotifyWatches() - before).toBe(files.length);
    for (let round = 0; round < 50; round += 1) set(round % 2 === 0 ? files.slice(0, 3) : files);
    set(files.slice(0, 1));
    await toldAfter(files[0] ?? '', () => writeFileSync(files[0] ?? '', 'x'));
    await waitFor(() => inotifyWatches() - before === 1);
    set([]);
    await waitFor(() => inotifyWatches() === before);
  });
});
