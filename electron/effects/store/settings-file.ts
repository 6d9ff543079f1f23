/**
 * Settings on disk: `settings.json`, one schema, and the last good copy for when a person's edit went wrong.
 *
 * What is on disk after each step of a save, and what the next start makes of it:
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
import { errorCode, errorHint, errorWords } from '../files/error-words.ts';
import { fileTime } from '../files/set-aside.ts';
import { writeAtomicNow } from '../files/write-atomic-now.ts';
import { confStore, type MakeSettingsStore, type SettingsStore, settingsName } from './conf-store.ts';
import { watchSettings } from './settings-watch.ts';

/** Settings are a few hundred bytes, plus about a hundred a source. */
const settingsBytesMax = 1024 * 1024;

type Members = Readonly<Record<string, unknown>>;
type Read =
  | { readonly kind: 'settings'; readonly settings: Settings; readonly members: Members; readonly text: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'invalid'; readonly why: string };

function readSettings(path: string): Read {
  try {
    // A pipe in its place must not hold the start.
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return { kind: 'absent' };
    if (!stats.isFile() || stats.size > settingsBytesMax) return { kind: 'invalid', why: 'it is not a small file' };
    const text = readFileSync(path, 'utf8');
    const members = JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
    const parsed = Settings.safeParse(members);
    if (parsed.success) return { kind: 'settings', settings: parsed.data, members: members as Members, text };
    const [issue] = parsed.error.issues;
    return { kind: 'invalid', why: issue === undefined ? 'wrong content' : `${issue.path.join('.') || 'the file'}: ${issue.message}` };
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
  readonly #listeners = new Set<(settings: Settings) => void>();
  #store: SettingsStore | null = null;
  /** What everybody was last told, so that our own saves and changes that say the same are no news. */
  #told: Settings | null = null;
  #unwatch: (() => void) | null = null;

  constructor(home: string, makeStore: MakeSettingsStore) {
    this.#home = home;
    this.#path = nodePath.join(home, `${settingsName}.json`);
    this.#lastGood = nodePath.join(home, `${settingsName}.last-good.json`);
    this.#makeStore = makeStore;
  }

  load(): { readonly settings: Settings; readonly problem: Problem | null } {
    const read = readSettings(this.#path);
    if (read.kind === 'settings') this.#keepLastGood(read.text);
    const settings = read.kind === 'settings' ? read.settings : defaultSettings;
    const answer = read.kind === 'invalid' ? this.#fromLastGood(read.why) : { settings, problem: null };
    this.#told = answer.settings;
    return answer;
  }

  async save(settings: Settings): Promise<Problem | null> {
    try {
      const wanted = Settings.parse(settings);
      await this.#write(wanted);
      this.#told = wanted;
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

  onChange(callback: (settings: Settings) => void): () => void {
    this.#listeners.add(callback);
    this.#unwatch ??= watchSettings(this.#path, () => this.#lookAgain());
    return () => {
      if (!this.#listeners.delete(callback) || this.#listeners.size > 0) return;
      this.#unwatch?.();
      this.#unwatch = null;
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

  async #write(settings: Settings): Promise<void> {
    mkdirSync(this.#home, { recursive: true, mode: 0o700 });
    const before = readSettings(this.#path);
    // A file that nobody can use would stop the store; it is kept for the person.
    if (before.kind === 'invalid') renameSync(this.#path, `${this.#path}.corrupt-${fileTime(Date.now())}`);
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

  #lookAgain(): void {
    const read = readSettings(this.#path);
    // A half-done edit changes nothing, and a removed file is more likely a slip than a wish.
    if (read.kind !== 'settings' || isDeepStrictEqual(read.settings, this.#told)) return;
    this.#keepLastGood(read.text);
    this.#told = read.settings;
    for (const listener of this.#listeners) listener(read.settings);
  }
}
