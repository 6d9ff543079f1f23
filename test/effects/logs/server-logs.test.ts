/** Logs of servers: bounded in memory and on disk, clean, private, and never in the way. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { serverId, sourceId } from '../../../electron/contract/ids.ts';
import { createRedaction } from '../../../electron/core/lib/redact.ts';
import { createRotatingFile } from '../../../electron/effects/files/rotating-file.ts';
import { createServerLogs, serverLogName } from '../../../electron/effects/logs/server-logs.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { waitFor } from '../../helpers/wait-for.ts';

const idOf = (name: string) => serverId(sourceId('/home/u/mcp.json'), ['mcpServers', name]);
const server = idOf('github');
const folderOf = (home: string): string => path.join(home, 'logs', 'servers');
const logText = (home: string): string => readFileSync(path.join(folderOf(home), serverLogName(server)), 'utf8');

describe('lines', () => {
  test('come back oldest first, at most the last five hundred, and reach the file without being asked', async () => {
    const home = tempFolder();
    const logs = createServerLogs(home);
    expect(logs.tail(server, 10)).toEqual([]);
    for (let line = 0; line < 600; line += 1) logs.append(server, `line ${line}`);
    expect(logs.tail(server, 3)).toEqual(['line 597', 'line 598', 'line 599']);
    expect(logs.tail(server, 1_000)).toHaveLength(500);
    expect(logs.tail(idOf('other'), 10)).toEqual([]);
    await waitFor(() => existsSync(path.join(folderOf(home), serverLogName(server))) && logText(home).endsWith(' line 599\n'));
    expect(logText(home).split('\n')).toHaveLength(601);
    expect(logText(home)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z line 0\n/);
    const [name] = readdirSync(folderOf(home));
    expect(statSync(path.join(folderOf(home), name ?? '')).mode & 0o777).toBe(0o600);
    expect(statSync(folderOf(home)).mode & 0o777).toBe(0o700);
  });

  test('T17 T26 hold no escape sequences and no secrets, also where a long line is cut', async () => {
    const home = tempFolder();
    const logs = createServerLogs(home, { redact: createRedaction(['s3cret-value']) });
    logs.append(server, '\u001b[31mtoken s3cret-value\u001b[0m');
    logs.append(server, `${'x'.repeat(8 * 1024 - 4)}s3cret-value and more`);
    const [first, second] = logs.tail(server, 2);
    expect(first).toBe('token [redacted]');
    expect(second?.length).toBeLessThan(9_000);
    expect(second).toMatch(/characters\)$/);
    await logs.close();
    for (const text of [logText(home), second ?? '']) {
      expect(text).not.toContain('s3cr');
      expect(text).not.toContain('\u001b');
    }
  });

  test('of long lines only as many stay in memory as are cheap', () => {
    const logs = createServerLogs(tempFolder());
    for (let line = 0; line < 500; line += 1) logs.append(server, `${line} ${'y'.repeat(8_000)}`);
    const kept = logs.tail(server, 500);
    expect(kept.length).toBeGreaterThan(50);
    expect(kept.join('').length).toBeLessThan(600_000);
    expect(kept.at(-1)).toMatch(/^499 /);
  });

  test('of a forgotten server are gone from memory, and still reach the file', async () => {
    const home = tempFolder();
    const logs = createServerLogs(home);
    logs.append(server, 'last words');
    logs.forget(server);
    expect(logs.tail(server, 10)).toEqual([]);
    await logs.close();
    expect(logText(home)).toMatch(/last words\n$/);
  });
});

describe('files', () => {
  test('F51 R13 a flood stays within its bounds, says what was left out and is taken without waiting', async () => {
    const home = tempFolder();
    const logs = createServerLogs(home);
    const line = 'z'.repeat(1_000);
    const start = performance.now();
    for (let count = 0; count < 20_000; count += 1) logs.append(server, line);
    // 20 MB: what takes this long is the copying, not the disk.
    expect(performance.now() - start).toBeLessThan(2_000);
    await logs.close();
    expect(logText(home).length).toBeLessThan(1_000_000);
    expect(logText(home)).toMatch(/\(\d+ more lines came faster than they could be written\)\n$/);
    expect(logs.tail(server, 1)).toEqual([line]);
  });

  test('turn over at their size, oldest first away, and nothing in between is lost', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'a.log');
    const rotating = createRotatingFile({ path: file, bytesMax: 1_000, filesMax: 3 });
    for (let line = 0; line < 100; line += 1) {
      rotating.append(`${line} ${'x'.repeat(90)}`);
      if (line % 5 === 4) await rotating.flush();
    }
    expect(readdirSync(folder).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2']);
    const text = ['a.log.2', 'a.log.1', 'a.log'].map((name) => readFileSync(path.join(folder, name), 'utf8')).join('');
    for (const name of readdirSync(folder)) expect(statSync(path.join(folder, name)).size).toBeLessThanOrEqual(1_000);
    const numbers = [...text.matchAll(/^(\d+) /gm)].map((match) => Number(match[1]));
    expect(numbers.at(-1)).toBe(99);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => 100 - numbers.length + index));
    expect(numbers.length).toBeGreaterThanOrEqual(20);
  });

  test('that cannot be written hold nobody up and throw nothing', async () => {
    const home = tempFolder();
    mkdirSync(path.join(home, 'logs'));
    writeFileSync(path.join(home, 'logs', 'servers'), 'in the way');
    const logs = createServerLogs(home);
    logs.append(server, 'a');
    await logs.close();
    logs.append(server, 'b');
    await logs.close();
    expect(logs.tail(server, 5)).toEqual(['a', 'b']);
  });

  test('have safe names of their own, and go when nobody wrote for a month', async () => {
    const names = ['../../etc/passwd', 'a/b', 'A', 'a', '', '.', '日本', 'x'.repeat(300), 'con:*?'].map((name) =>
      serverLogName(idOf(name)),
    );
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,60}\.log$/);
    const home = tempFolder();
    mkdirSync(folderOf(home), { recursive: true });
    const old = path.join(folderOf(home), serverLogName(server));
    const others = path.join(folderOf(home), 'notes.log');
    for (const file of [old, others]) {
      writeFileSync(file, 'x');
      utimesSync(file, 1_000, 1_000);
    }
    createServerLogs(home);
    await waitFor(() => !existsSync(old));
    expect(readdirSync(folderOf(home))).toEqual(['notes.log']);
  });
});
