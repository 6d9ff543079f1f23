/** Settings: one schema, a last good copy, and changes from outside. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultSettings, type Settings } from '../../../electron/contract/settings.ts';
import { confStore, type SettingsStore } from '../../../electron/effects/store/conf-store.ts';
import { createSettingsFile } from '../../../electron/effects/store/settings-file.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { waitFor } from '../../helpers/wait-for.ts';

const file = (home: string): string => path.join(home, 'settings.json');
const changed: Settings = {
  ...defaultSettings,
  port: 9_000,
  theme: 'dark',
  sources: [{ path: '/x.json', client: 'cursor', trust: 'ask' }],
};

describe('load and save', () => {
  test('a home without settings has the defaults, and loading writes nothing', async () => {
    const home = tempFolder();
    expect(createSettingsFile(home).load()).toEqual({ settings: defaultSettings, problem: null });
    expect(readdirSync(home)).toEqual([]);
  });

  test('what was saved comes back from settings.json, private, with a last good copy', async () => {
    const home = path.join(tempFolder(), 'new');
    expect(await createSettingsFile(home).save(changed)).toBeNull();
    expect(createSettingsFile(home).load()).toEqual({ settings: changed, problem: null });
    expect(readdirSync(home).sort()).toEqual(['settings.json', 'settings.last-good.json']);
    for (const name of readdirSync(home)) expect(statSync(path.join(home, name)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file(home), 'utf8'))).toEqual(changed);
  });

  test('settings of a person count with defaults for the rest, and unknown ones survive a save', async () => {
    const home = tempFolder();
    writeFileSync(file(home), '{"port": 9001, "a.b": {"later": true}}');
    const settings = createSettingsFile(home);
    expect(settings.load()).toEqual({ settings: { ...defaultSettings, port: 9_001 }, problem: null });
    expect(await settings.save(changed)).toBeNull();
    expect(JSON.parse(readFileSync(file(home), 'utf8'))).toEqual({ ...changed, 'a.b': { later: true } });
  });
});

describe('a file that cannot be used', () => {
  test.each([['{"port": 9'], ['{"port": "many"}'], ['[]'], ['']])(
    '%j: the last good settings count, and a save keeps the bad file',
    async (text) => {
      const home = tempFolder();
      await createSettingsFile(home).save(changed);
      writeFileSync(file(home), text);
      const settings = createSettingsFile(home);
      expect(settings.load()).toMatchObject({ settings: changed, problem: { code: 'settings-invalid', hint: /last-good/ } });
      expect(readFileSync(file(home), 'utf8')).toBe(text);
      expect(await settings.save({ ...changed, port: 9_002 })).toBeNull();
      expect(settings.load()).toMatchObject({ settings: { port: 9_002 }, problem: null });
      const [kept] = readdirSync(home).filter((name) => name.startsWith('settings.json.corrupt-'));
      expect(readFileSync(path.join(home, kept ?? ''), 'utf8')).toBe(text);
    },
  );

  test('without a last good copy the defaults count', async () => {
    const home = tempFolder();
    writeFileSync(file(home), '{');
    expect(createSettingsFile(home).load()).toMatchObject({ settings: defaultSettings, problem: { code: 'settings-invalid' } });
  });

  test('F04 a store that writes only half is found out, and the settings before are put back', async () => {
    const home = tempFolder();
    await createSettingsFile(home).save(changed);
    const cut: SettingsStore = {
      get store() {
        return {};
      },
      set store(value) {
        writeFileSync(file(home), JSON.stringify(value).slice(0, 40));
      },
    };
    const settings = createSettingsFile(home, () => cut);
    expect(await settings.save({ ...changed, port: 9_003 })).toMatchObject({ code: 'settings-invalid', message: /disk is full/ });
    expect(settings.load()).toEqual({ settings: changed, problem: null });
  });

  test('settings that are not valid are refused before anything is written', async () => {
    const home = tempFolder();
    expect(await createSettingsFile(home).save({ ...changed, port: 0 })).toMatchObject({ code: 'settings-invalid' });
    expect(readdirSync(home)).toEqual([]);
  });
});

describe('changes from outside', () => {
  test('are told once to everybody, by content; own saves, half-done edits and a removed file are no news', async () => {
    const home = tempFolder();
    const settings = createSettingsFile(home);
    await settings.save(changed);
    const told: number[] = [];
    const also: number[] = [];
    const stop = settings.onChange((next) => told.push(next.port));
    onTestFinished(stop);
    const stopAlso = settings.onChange((next) => also.push(next.port));
    await settings.save({ ...changed, port: 9_010 });
    writeFileSync(file(home), '{"port": ');
    writeFileSync(file(home), JSON.stringify({ ...changed, port: 9_011 }));
    await waitFor(() => told.length === 1);
    // The same content in another form.
    writeFileSync(file(home), JSON.stringify({ ...changed, port: 9_011 }, null, 4));
    // As electron-store in another process would do it.
    (await confStore(home)).store = { ...changed, port: 9_012 };
    await waitFor(() => told.length === 2);
    expect(told).toEqual([9_011, 9_012]);
    expect(also).toEqual(told);
    stopAlso();
    writeFileSync(file(home), JSON.stringify({ ...changed, port: 9_013 }));
    await waitFor(() => told.length === 3);
    expect(also).toHaveLength(2);
    expect(JSON.parse(readFileSync(path.join(home, 'settings.last-good.json'), 'utf8')).port).toBe(9_013);
  });
});

describe('versions', () => {
  const copies = (home: string) => readdirSync(home).filter((name) => name.startsWith('settings.json.version-'));

  test('older settings are kept as a copy before the first migrated write, once', async () => {
    const home = tempFolder();
    const old = '{"port": 9001, "later": 1}';
    writeFileSync(file(home), old);
    const settings = createSettingsFile(home);
    expect(settings.load()).toEqual({ settings: { ...defaultSettings, port: 9_001 }, problem: null });
    expect(copies(home)).toEqual([]);
    expect(await settings.save({ ...changed, port: 9_001 })).toBeNull();
    expect(await settings.save(changed)).toBeNull();
    expect(copies(home)).toEqual(['settings.json.version-0']);
    expect(readFileSync(path.join(home, 'settings.json.version-0'), 'utf8')).toBe(old);
    expect(statSync(path.join(home, 'settings.json.version-0')).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file(home), 'utf8'))).toMatchObject({ version: 1, later: 1 });
  });

  test('another old file later does not cost the first copy', async () => {
    const home = tempFolder();
    for (const text of ['{"port": 9001}', '{"port": 9002}', '{"port": 9002}']) {
      writeFileSync(file(home), text);
      expect(await createSettingsFile(home).save(changed)).toBeNull();
    }
    expect(copies(home).map((name) => readFileSync(path.join(home, name), 'utf8'))).toEqual(
      expect.arrayContaining(['{"port": 9001}', '{"port": 9002}']),
    );
  });

  test('newer settings are used as far as possible and never written', async () => {
    const home = tempFolder();
    const text = '{"version": 99, "theme": "dark", "port": {"from": 1}}';
    writeFileSync(file(home), text);
    const settings = createSettingsFile(home);
    const problem = { code: 'settings-invalid', message: expect.stringContaining('newer Tooltray (format 99)'), hint: /Update/ };
    expect(settings.load()).toMatchObject({ settings: { ...defaultSettings, theme: 'dark' }, problem });
    expect(await settings.save(changed)).toMatchObject(problem);
    expect(readFileSync(file(home), 'utf8')).toBe(text);
    expect(readdirSync(home)).toEqual(['settings.json']);
  });
});

describe('an edit from outside that cannot be used', () => {
  test('is told with its cause, changes nothing, and is over with the next good one', async () => {
    const home = tempFolder();
    const settings = createSettingsFile(home);
    await settings.save(changed);
    settings.load();
    const told: unknown[] = [];
    onTestFinished(settings.onChange((now, problem) => told.push([now.port, problem?.code ?? null])));
    writeFileSync(file(home), '{"port": "many"}');
    await waitFor(() => told.length === 1);
    writeFileSync(file(home), JSON.stringify({ ...changed, version: 99, port: 9_003 }));
    await waitFor(() => told.length === 2);
    writeFileSync(file(home), JSON.stringify(changed));
    await waitFor(() => told.length === 3);
    expect(told).toEqual([
      [9_000, 'settings-invalid'],
      [9_000, 'settings-invalid'],
      [9_000, null],
    ]);
  });
});
