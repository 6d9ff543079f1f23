/** The watch against real folders: every way in which a file can change is told. */
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { follow, replace, write } from './follow.ts';

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

  test('F19 an empty folder removed while a process sits in it is followed when it is back', async () => {
    const file = path.join(tempFolder(), 'client', 'mcp.json');
    mkdirSync(path.dirname(file));
    const sitting = spawn('sleep', ['60'], { cwd: path.dirname(file), stdio: 'ignore' });
    onTestFinished(() => void sitting.kill('SIGKILL'));
    await waitFor(() => sitting.pid);
    const { toldAfter } = await follow([file]);
    rmSync(path.dirname(file), { recursive: true });
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
