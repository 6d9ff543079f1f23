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
import { confStore, type SettingsStore, settingsName } from './conf-store.ts';
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
export function createSettingsFile(home: string, makeStore: (home: string) => SettingsStore = confStore): SettingsFile {
  const path = nodePath.join(home, `${settingsName}.json`);
  const lastGood = nodePath.join(home, `${settingsName}.last-good.json`);
  let store: SettingsStore | null = null;
  /** What everybody was last told, so that our own saves and changes that say the same are no news. */
  let told: Settings | null = null;
  const listeners = new Set<(settings: Settings) => void>();
  let unwatch: (() => void) | null = null;

  function keepLastGood(text: string): void {
    try {
      const same = statSync(lastGood, { throwIfNoEntry: false })?.isFile() === true && readFileSync(lastGood, 'utf8') === text;
      if (!same) writeAtomicNow(lastGood, Buffer.from(text));
    } catch {
      // Only a copy: the settings themselves are fine.
    }
  }

  function load(): { readonly settings: Settings; readonly problem: Problem | null } {
    const read = readSettings(path);
    if (read.kind === 'settings') keepLastGood(read.text);
    const answer =
      read.kind === 'invalid'
        ? fromLastGood(read.why)
        : { settings: read.kind === 'settings' ? read.settings : defaultSettings, problem: null };
    told = answer.settings;
    return answer;
  }

  function fromLastGood(why: string): { readonly settings: Settings; readonly problem: Problem } {
    const copy = readSettings(lastGood);
    const used = copy.kind === 'settings' ? 'The last good settings are used.' : 'Default settings are used.';
    const message = `${path} could not be used: ${why}. ${used}`;
    const hint = copy.kind === 'settings' ? `Correct the file, or copy ${lastGood} over it.` : 'Correct the file, or remove it.';
    return {
      settings: copy.kind === 'settings' ? copy.settings : defaultSettings,
      problem: { code: 'settings-invalid', message, hint, where: { path } },
    };
  }

  function write(settings: Settings): void {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const before = readSettings(path);
    // A file that nobody can use would stop the store; it is kept for the person.
    if (before.kind === 'invalid') renameSync(path, `${path}.corrupt-${fileTime(Date.now())}`);
    store ??= makeStore(home);
    try {
      store.store = { ...(before.kind === 'settings' ? before.members : {}), ...settings };
      const after = readSettings(path);
      if (after.kind !== 'settings' || !isDeepStrictEqual(after.settings, settings))
        throw Object.assign(new Error('it was cut short'), { code: 'ENOSPC' });
      keepLastGood(after.text);
    } catch (error) {
      if (before.kind === 'settings') writeAtomicNow(path, Buffer.from(before.text));
      throw error;
    }
  }

  function lookAgain(): void {
    const read = readSettings(path);
    // A half-done edit changes nothing, and a removed file is more likely a slip than a wish.
    if (read.kind !== 'settings' || isDeepStrictEqual(read.settings, told)) return;
    keepLastGood(read.text);
    told = read.settings;
    for (const listener of listeners) listener(read.settings);
  }

  return {
    load,
    save(settings) {
      try {
        const wanted = Settings.parse(settings);
        write(wanted);
        told = wanted;
        return null;
      } catch (error) {
        const why = errorCode(error) === '' ? 'the new settings are not valid' : errorWords(error);
        return { code: 'settings-invalid', message: `${path} could not be saved: ${why}.`, where: { path }, ...errorHint(error) };
      }
    },
    onChange(callback) {
      listeners.add(callback);
      unwatch ??= watchSettings(path, lookAgain);
      return () => {
        if (!listeners.delete(callback) || listeners.size > 0) return;
        unwatch?.();
        unwatch = null;
      };
    },
  };
}
