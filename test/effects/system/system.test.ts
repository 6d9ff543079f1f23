/** Clock, log, home folder and surroundings of the real machine. */
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createRedaction } from '../../../electron/core/lib/redact.ts';
import { createClock } from '../../../electron/effects/system/clock.ts';
import { prepareHome } from '../../../electron/effects/system/locations.ts';
import { createLogger } from '../../../electron/effects/system/logger.ts';
import { createRandom } from '../../../electron/effects/system/random.ts';
import { createSurroundings } from '../../../electron/effects/system/surroundings.ts';
import { tooltrayHome } from '../../../electron/home-folder.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

describe('clock', () => {
  const clock = createClock();

  test('a callback comes once, and never before its time on the monotonic clock', async () => {
    for (const delayMs of [0, 1, 7.5, 20]) {
      const start = clock.now().mono;
      await new Promise<void>((resolve) => clock.after(delayMs, resolve));
      expect(clock.now().mono - start).toBeGreaterThanOrEqual(delayMs);
    }
  });

  test('what was taken back does not come, and a wait of months does not come at once', async () => {
    const called: string[] = [];
    const stop = clock.after(5, () => called.push('taken back'));
    const stopLong = clock.after(90 * 24 * 3_600_000, () => called.push('months'));
    const stopNever = clock.after(Number.POSITIVE_INFINITY, () => called.push('never'));
    stop();
    await new Promise<void>((resolve) => clock.after(30, resolve));
    expect(called).toEqual([]);
    stopLong();
    stopNever();
  });

  test('wall time is that of the machine; chance is in its range', () => {
    expect(Math.abs(clock.now().wall - Date.now())).toBeLessThan(1_000);
    const numbers = Array.from({ length: 1_000 }, () => createRandom().fraction());
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(new Set(numbers).size).toBeGreaterThan(990);
  });
});

describe('log', () => {
  const logFile = (home: string): string => readFileSync(path.join(home, 'logs', 'tooltray.log'), 'utf8');

  test('a record is one line with time, level, message and fields', async () => {
    const home = tempFolder();
    const logger = createLogger(home);
    logger.info('source read', { path: '/a b.json', servers: 3, ok: true, none: undefined, list: [1], text: 'two\nlines' });
    logger.warn('odd\u001b[31m\nmessage', { error: new Error('x') });
    logger.debug('not at this level');
    await logger.flush();
    const [first, second, end, ...more] = logFile(home).split('\n');
    expect(first).toMatch(/^\S+Z info source read path="\/a b\.json" servers=3 ok=true list=\[1\] text="two\\nlines"$/);
    expect(second).toMatch(/^\S+Z warn odd message error="Error: x\\n.*"$/);
    expect([end, more]).toEqual(['', []]);
    expect(statSync(path.join(home, 'logs', 'tooltray.log')).mode & 0o777).toBe(0o600);
  });

  test('lines are printed only when TOOLTRAY_LOG is set, from its level on', async () => {
    const printed: string[] = [];
    const print = (line: string): number => printed.push(line);
    for (const level of [undefined, '', 'warn', 'debug', 'nonsense']) {
      const logger = createLogger(tempFolder(), { level, print });
      for (const name of ['error', 'warn', 'info', 'debug'] as const) logger[name](`${level} ${name}`);
      await logger.flush();
    }
    expect(printed.map((line) => line.split(' ').slice(2).join(' '))).toEqual([
      'warn error',
      'warn warn',
      'debug error',
      'debug warn',
      'debug info',
      'debug debug',
      'nonsense error',
      'nonsense warn',
      'nonsense info',
    ]);
  });

  test('T26 secrets are in neither place, whatever the field', async () => {
    const home = tempFolder();
    const printed: string[] = [];
    const logger = createLogger(home, { level: 'debug', print: (line) => printed.push(line), redact: createRedaction(['hunter2-secret']) });
    logger.error('failed for hunter2-secret', { env: { KEY: 'hunter2-secret' }, error: new Error('hunter2-secret') });
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    logger.info('circle', { circular, long: 'x'.repeat(100_000) });
    await logger.flush();
    for (const text of [logFile(home), printed.join('\n')]) {
      expect(text).not.toContain('hunter2');
      expect(text).toContain('circular="(not printable)"'.replaceAll('"', ''));
      expect(text.length).toBeLessThan(20_000);
    }
  });
});

describe('home and surroundings', () => {
  test('the home is the option, else the variable, else the folder in the user home', () => {
    expect(tooltrayHome({})).toBe(path.join(homedir(), '.tooltray'));
    expect(tooltrayHome({ TOOLTRAY_HOME: ' ' })).toBe(path.join(homedir(), '.tooltray'));
    expect(tooltrayHome({ TOOLTRAY_HOME: '/x/y/' })).toBe('/x/y');
    expect(tooltrayHome({ TOOLTRAY_HOME: '/x' }, '/z')).toBe('/z');
    expect(tooltrayHome({ TOOLTRAY_HOME: '~/tt' })).toBe(path.join(homedir(), 'tt'));
    expect(tooltrayHome({}, 'rel')).toBe(path.resolve('rel'));
  });

  test('an empty HOME counts as none: no home appears in the folder that the program happens to be in', () => {
    const before = process.env.HOME;
    onTestFinished(() => {
      process.env.HOME = before;
    });
    process.env.HOME = '';
    expect(tooltrayHome({})).toBe(path.join(userInfo().homedir, '.tooltray'));
  });

  test('S05 the home is made for its person alone, and closed when it stood open', () => {
    const home = path.join(tempFolder(), 'a', 'b');
    expect(prepareHome(home)).toBeNull();
    expect(statSync(home).mode & 0o777).toBe(0o700);
    chmodSync(home, 0o755);
    expect(prepareHome(home)).toBeNull();
    expect(statSync(home).mode & 0o777).toBe(0o700);
    writeFileSync(path.join(home, 'file'), '');
    expect(prepareHome(path.join(home, 'file'))).toMatchObject({ hint: /TOOLTRAY_HOME/ });
    expect(prepareHome(path.join(home, 'file', 'x'))).toMatchObject({ where: { path: path.join(home, 'file', 'x') } });
  });

  test('surroundings are a picture of the moment', () => {
    const environment: Record<string, string> = { A: '1' };
    const surroundings = createSurroundings('/h', environment);
    environment.A = '2';
    const { runtime, ...rest } = surroundings;
    expect(rest).toEqual({ platform: 'linux', homeFolder: homedir(), tooltrayHome: '/h', environment: { A: '1' } });
    expect(runtime).toMatchObject({ node: process.versions.node, processor: process.arch });
  });
});
