/** The watch follows links, and watches what is wanted and nothing else. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { eventsOnly, follow, replace, write } from './follow.ts';

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

  test('R14 no watch is left over after fifty changes of the set', async (context) => {
    if (process.platform !== 'linux') context.skip('only Linux tells how many watches there are');
    const folder = tempFolder();
    const files = Array.from({ length: 10 }, (_, at) => path.join(folder, `client-${at}`, 'mcp.json'));
    for (const file of files) write(file, '{}');
    const before = inotifyWatches();
    const { set, toldAfter } = await follow(files, eventsOnly);
    // One for each folder, one for the folder around them.
    expect(inotifyWatches() - before).toBe(files.length + 1);
    for (let round = 0; round < 50; round += 1) set(round % 2 === 0 ? files.slice(0, 3) : files);
    set(files.slice(0, 1));
    await toldAfter(files[0] ?? '', () => writeFileSync(files[0] ?? '', 'x'));
    await waitFor(() => inotifyWatches() - before === 2);
    set([]);
    await waitFor(() => inotifyWatches() === before);
  });
});
