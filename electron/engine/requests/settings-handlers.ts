/** Settings, watched files' policies, and what is about this installation. */
import type { EngineParts } from '../engine-parts.ts';
import type { Handlers } from './handlers.ts';

type Names = 'settings.get' | 'settings.set' | 'settings.export' | 'settings.import' | 'sources.set' | 'files.reveal' | 'diagnostics.get';

const missing = { code: 'internal', message: 'not there yet' } as const;

export function settingsHandlers(parts: EngineParts): Pick<Handlers, Names> {
  return {
    'settings.get': async () => {
      await parts.load();
      return parts.settings();
    },
    'settings.set': async (input) => {
      await parts.load();
      return (await parts.changeSettings(withoutUndefined(input))) ?? parts.settings();
    },
    'settings.export': async () => missing,
    'settings.import': async () => missing,
    'sources.set': async () => missing,
    'files.reveal': async () => missing,
    'diagnostics.get': async () => missing,
  };
}

function withoutUndefined<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
