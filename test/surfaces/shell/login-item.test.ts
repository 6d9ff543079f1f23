/** Starting at login: the autostart entry as a real file, and the command in it as a desktop reads it. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AppView } from '../../../electron/contract/app-view.ts';
import type { FeedMessage } from '../../../electron/contract/feed.ts';
import {
  autostartEntry,
  autostartFolder,
  followLaunchAtLogin,
  setAutostart,
  startCommand,
} from '../../../electron/surfaces/shell/login-item.ts';
import { sampleView } from '../../helpers/sample-view.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const file = (folder: string) => path.join(folder, 'tooltray.desktop');

/** Reads `Exec` as the desktop entry specification says: string escapes first, then quotes, then field codes. */
function parsedExec(entry: string): string[] {
  const value = /^Exec=(.*)$/m.exec(entry)?.[1] ?? '';
  const letters: Record<string, string> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' };
  const text = value.replace(/\\(.)/g, (_all, letter: string) => letters[letter] ?? `?${letter}`);
  const words: string[] = [];
  for (const [, quoted, bare] of text.matchAll(/"((?:[^"\\]|\\.)*)"|([^\s"]+)/gs)) {
    if (quoted === undefined) words.push(bare ?? '');
    else words.push(quoted.replace(/\\(["`$\\])/g, '$1'));
  }
  return words.map((word) => word.replaceAll('%%', '%'));
}

describe('the command', () => {
  const running = {
    program: '/opt/Tooltray/tooltray',
    isPackaged: true,
    appFolder: '/opt/Tooltray/resources/app.asar',
    image: undefined,
    home: undefined,
  };
  test.each([
    ['the packed app', running, ['/opt/Tooltray/tooltray', '--hidden']],
    [
      'an AppImage: the image, not what was mounted from it',
      { ...running, image: '/home/u/T.AppImage' },
      ['/home/u/T.AppImage', '--hidden'],
    ],
    [
      'an unpacked app in development',
      { ...running, isPackaged: false, program: '/x/electron', appFolder: '/src' },
      ['/x/electron', '/src', '--hidden'],
    ],
    ['a home of its own', { ...running, home: '/my home' }, ['env', 'TOOLTRAY_HOME=/my home', '/opt/Tooltray/tooltray', '--hidden']],
  ])('%s', (_what, one, command) => {
    expect(startCommand(one)).toEqual(command);
  });

  test.each([
    ['/plain/path'],
    ['/with space/and "quotes"'],
    ['/costs $HOME and `date` and 100%'],
    ['C:\\Program Files\\x'],
    ['/line\nbreak\tand tab'],
    ['/ends with \\'],
    ['%f %U'],
  ])('%j survives the quoting', (argument) => {
    const entry = autostartEntry([argument, '--hidden']);
    expect(parsedExec(entry)).toEqual([argument, '--hidden']);
    expect(entry.split('\n').filter((line) => line.startsWith('Exec='))).toHaveLength(1);
    // A field code would be replaced by the desktop.
    expect(/(?<!%)(?:%%)*%[A-Za-z]/.test(/^Exec=(.*)$/m.exec(entry)?.[1] ?? '')).toBe(false);
  });

  test('the folder is that of the session; a relative one counts as none', () => {
    expect(autostartFolder({ XDG_CONFIG_HOME: '/c' }, '/home/u')).toBe('/c/autostart');
    for (const value of ['', 'relative', undefined])
      expect(autostartFolder({ XDG_CONFIG_HOME: value }, '/home/u')).toBe('/home/u/.config/autostart');
  });
});

describe('the entry', () => {
  const command = ['/opt/tooltray', '--hidden'];

  test('is made when it is wanted, kept as it is when it fits, follows a moved program, and goes when it is not wanted', () => {
    const folder = path.join(tempFolder(), 'config', 'autostart');
    setAutostart(false, { command, folder });
    expect(readdirSync(path.dirname(path.dirname(folder)))).toEqual([]);
    setAutostart(true, { command, folder });
    const first = readFileSync(file(folder), 'utf8');
    expect(parsedExec(first)).toEqual(command);
    expect(first).toMatch(/^\[Desktop Entry\]\nType=Application\nName=Tooltray\n/);
    setAutostart(true, { command: ['/moved/tooltray', '--hidden'], folder });
    expect(parsedExec(readFileSync(file(folder), 'utf8'))[0]).toBe('/moved/tooltray');
    setAutostart(false, { command, folder });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('somebody else’s entry of that name is neither replaced nor removed', () => {
    const folder = tempFolder();
    writeFileSync(file(folder), '[Desktop Entry]\nExec=mine\n');
    setAutostart(true, { command, folder });
    setAutostart(false, { command, folder });
    expect(readFileSync(file(folder), 'utf8')).toBe('[Desktop Entry]\nExec=mine\n');
  });

  test('follows the setting, whoever changes it, and a folder that cannot be used is told and harms nothing', () => {
    const folder = path.join(tempFolder(), 'autostart');
    let view: AppView = { ...sampleView(), launchAtLogin: false };
    let tell = () => {};
    const engine = {
      view: () => view,
      subscribe(listener: (message: FeedMessage) => void) {
        tell = () => listener({ kind: 'snapshot', number: 0, view });
        tell();
        return () => {};
      },
    };
    const failures: unknown[] = [];
    const app = { getLoginItemSettings: () => ({ openAtLogin: false }), setLoginItemSettings: () => {} } as never;
    followLaunchAtLogin(engine, app, { command, folder }, (error) => failures.push(error));
    const set = (launchAtLogin: boolean) => {
      view = { ...view, launchAtLogin };
      tell();
    };
    set(true);
    expect(readdirSync(folder)).toEqual(['tooltray.desktop']);
    set(false);
    expect(readdirSync(folder)).toEqual([]);
    mkdirSync(`${folder}-2`);
    symlinkSync('/proc/no-such-place', path.join(`${folder}-2`, 'sub'));
    followLaunchAtLogin(engine, app, { command, folder: path.join(`${folder}-2`, 'sub', 'autostart') }, (error) => failures.push(error));
    set(true);
    expect(failures).toHaveLength(1);
  });
});
