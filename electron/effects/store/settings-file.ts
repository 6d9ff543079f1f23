/**
 * Settings on disk: `settings.json`, one schema, and the last good copy for when a person's edit went wrong.
 *
 * What is on disk after each step of a save, and what the next start makes of it:
 * 0. Settings of an older version are copied to `settings.json.version-N` first. A crash here leaves both the same; the next save goes on.
 * 1. conf (electron-store in the app) writes a temp file and renames it: the old or the new settings. On a full disk it may be cut short.
 * 2. The file is read back. If it is not what was meant, the old content is put back and the save counts as failed.
 * 3. The same text is written to `settings.last-good.json`. Before this step the copy is the one before.
 */
import { mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import nodePath from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../../contract/problem.ts';
import { defaultSettings, Settings } from '../../contract/settings.ts';
import type { SettingsFile } from '../../core/ports.ts';
import { parseSettings, type SettingsParse, settingsVersion } from '../../core/settings/settings-format.ts';
import { errorCode, errorHint, errorWords } from '../files/error-words.ts';
import { fileTime } from '../files/set-aside.ts';
import { writeAtomicNow } from '../files/write-atomic-now.ts';
import { confStore, type MakeSettingsStore, type SettingsStore, settingsName } from './conf-store.ts';
import { watchSettings } from './settings-watch.ts';

/** Settings are a few hundred bytes, plus about a hundred a source. */
const settingsBytesMax = 1024 * 1024;

type Read =
  | (Extract<SettingsParse, { kind: 'settings' }> & { readonly text: string })
  | Extract<SettingsParse, { kind: 'newer' }>
  | { readonly kind: 'absent' }
  | { readonly kind: 'invalid'; readonly why: string };

type Loaded = ReturnType<SettingsFile['load']>;

function readSettings(path: string): Read {
  try {
    // A pipe in its place must not hold the start.
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return { kind: 'absent' };
    if (!stats.isFile() || stats.size > settingsBytesMax) return { kind: 'invalid', why: 'it is not a small file' };
    const text = readFileSync(path, 'utf8');
    const parsed = parseSettings(JSON.parse(text.replace(/^\ufeff/, '')));
    return parsed.kind === 'settings' ? { ...parsed, text } : parsed;
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'invalid', why: 'it is not valid JSON' };
    return { kind: 'invalid', why: errorWords(error) };
  }
}

/** Settings of `home`; `makeStore` is how they are written (electron-store in the app). The store is made with the first save. */
export function createSettingsFile(home: string, makeStore: MakeSettingsStore = confStore): SettingsFile {
  return new SettingsOnDisk(home, makeStore);
}

/** Watches its file while somebody listens. */
class SettingsOnDisk implements SettingsFile {
  readonly #home: string;
  readonly #path: string;
  readonly #lastGood: string;
  readonly #makeStore: MakeSettingsStore;
  readonly #listeners = new Set<Parameters<SettingsFile['onChange']>[0]>();
  #store: SettingsStore | null = null;
  /** What everybody was last told, so that our own saves and changes that say the same are no news. */
  #told: Loaded | null = null;
  #unwatch: (() => void) | null = null;

  constructor(home: string, makeStore: MakeSettingsStore) {
    this.#home = home;
    this.#path = nodePath.join(home, `${settingsName}.json`);
    this.#lastGood = nodePath.join(home, `${settingsName}.last-good.json`);
    this.#makeStore = makeStore;
  }

  load(): Loaded {
    const looked = this.#look();
    // Whoever only looks must not make a change old news that the listeners were not told of yet.
    this.#told ??= looked;
    return looked;
  }

  async save(settings: Settings): Promise<Problem | null> {
    try {
      const wanted = Settings.parse(settings);
      const before = readSettings(this.#path);
      if (before.kind === 'newer') return this.#newer(before.version);
      await this.#write(wanted, before);
      this.#told = { settings: wanted, problem: null };
      return null;
    } catch (error) {
      const why = errorCode(error) === '' ? 'the new settings are not valid' : errorWords(error);
      return {
        code: 'settings-invalid',
        message: `${this.#path} could not be saved: ${why}.`,
        where: { path: this.#path },
        ...errorHint(error),
      };
    }
  }

  onChange(callback: Parameters<SettingsFile['onChange']>[0]): () => void {
    this.#listeners.add(callback);
    this.#unwatch ??= watchSettings(this.#path, () => this.#lookAgain());
    return () => {
      if (!this.#listeners.delete(callback) || this.#listeners.size > 0) return;
      this.#unwatch?.();
      this.#unwatch = null;
    };
  }

  #look(): Loaded {
    const read = readSettings(this.#path);
    switch (read.kind) {
      case 'settings':
        this.#keepLastGood(read.text);
        return { settings: read.settings, problem: null };
      case 'absent':
        return { settings: defaultSettings, problem: null };
      case 'newer':
        return { settings: read.settings, problem: this.#newer(read.version) };
      case 'invalid':
        return this.#fromLastGood(read.why);
    }
  }

  #newer(version: number): Problem {
    return {
      code: 'settings-invalid',
      message: `${this.#path} was written by a newer Tooltray (format ${version}); it is used as far as possible and left alone.`,
      hint: 'Update Tooltray, or move the file away.',
      where: { path: this.#path },
    };
  }

  #keepLastGood(text: string): void {
    try {
      const same = statSync(this.#lastGood, { throwIfNoEntry: false })?.isFile() === true && readFileSync(this.#lastGood, 'utf8') === text;
      if (!same) writeAtomicNow(this.#lastGood, Buffer.from(text));
    } catch {
      // Only a copy: the settings themselves are fine.
    }
  }

  #fromLastGood(why: string): { readonly settings: Settings; readonly problem: Problem } {
    const copy = readSettings(this.#lastGood);
    const used = copy.kind === 'settings' ? 'The last good settings are used.' : 'Default settings are used.';
    const message = `${this.#path} could not be used: ${why}. ${used}`;
    const hint = copy.kind === 'settings' ? `Correct the file, or copy ${this.#lastGood} over it.` : 'Correct the file, or remove it.';
    return {
      settings: copy.kind === 'settings' ? copy.settings : defaultSettings,
      problem: { code: 'settings-invalid', message, hint, where: { path: this.#path } },
    };
  }

  async #write(settings: Settings, before: Exclude<Read, { kind: 'newer' }>): Promise<void> {
    mkdirSync(this.#home, { recursive: true, mode: 0o700 });
    // A file that nobody can use would stop the store; it is kept for the person.
    if (before.kind === 'invalid') renameSync(this.#path, `${this.#path}.corrupt-${fileTime(Date.now())}`);
    if (before.kind === 'settings' && before.version < settingsVersion) this.#keepOldVersion(before.text, before.version);
    this.#store ??= await this.#makeStore(this.#home);
    try {
      this.#store.store = { ...(before.kind === 'settings' ? before.members : {}), ...settings };
      const after = readSettings(this.#path);
      const isWhole = after.kind === 'settings' && isDeepStrictEqual(after.settings, settings);
      if (!isWhole) throw Object.assign(new Error('it was cut short'), { code: 'ENOSPC' });
      this.#keepLastGood(after.text);
    } catch (error) {
      if (before.kind === 'settings') writeAtomicNow(this.#path, Buffer.from(before.text));
      throw error;
    }
  }

  /** Throws when the copy cannot be made: then nothing is migrated either. */
  #keepOldVersion(text: string, version: number): void {
    const copy = `${this.#path}.version-${version}`;
    const taken = statSync(copy, { throwIfNoEntry: false }) !== undefined;
    if (taken && readFileSync(copy, 'utf8') === text) return;
    writeAtomicNow(taken ? `${copy}-${fileTime(Date.now())}` : copy, Buffer.from(text));
  }

  #lookAgain(): void {
    const read = readSettings(this.#path);
    // A removed file is more likely a slip than a wish.
    if (read.kind === 'absent') return;
    const looked = this.#look();
    // What cannot be used changes nothing but what people are told.
    const next = read.kind === 'settings' ? looked : { settings: this.#told?.settings ?? looked.settings, problem: looked.problem };
    if (isDeepStrictEqual(next, this.#told)) return;
    this.#told = next;
    for (const listener of this.#listeners) listener(next.settings, next.problem);
  }
}
