/** The settings as they are now: read, read again when they may have changed outside of this window, and saved piece by piece. */
import { useCallback, useEffect, useState } from 'react';
import type { OperationInput } from '../../../electron/contract/operations.ts';
import type { Problem } from '../../../electron/contract/problem.ts';
import type { Settings } from '../../../electron/contract/settings.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useOperation } from '../../bridge/use-operation.ts';

/** Not every setting is part of the view, so that an edit of the file from outside is noticed by looking. */
const lookEveryMs = 2_000;

export type Change = OperationInput<'settings.set'>;

export interface SettingsAccess {
  /** null: not read yet. */
  readonly settings: Settings | null;
  /** Why they could not be read. */
  readonly problem: Problem | null;
  /** Shows settings that an operation gave back. */
  readonly take: (settings: Settings) => void;
  readonly reload: () => void;
}

/** `version`: what the view knows of the settings; they are read again when it changes. */
export function useSettings(version: string): SettingsAccess {
  const read = useAnswer('settings.get', {}, { version, everyMs: lookEveryMs });
  const [settings, setSettings] = useState<Settings | null>(null);
  useEffect(() => {
    if (read.result !== null) setSettings(read.result);
  }, [read.result]);
  const { reload } = read;
  useEffect(() => {
    window.addEventListener('focus', reload);
    return () => window.removeEventListener('focus', reload);
  }, [reload]);
  return { settings: settings ?? read.result, problem: read.problem, take: setSettings, reload };
}

export interface Saving {
  readonly save: (change: Change) => Promise<boolean>;
  readonly busy: boolean;
  /** Belongs to the field that was changed. */
  readonly problem: Problem | null;
}

/** Saves one setting; each field has its own, so that a problem stands where it arose. */
export function useSaving({ take }: SettingsAccess): Saving {
  const { run, busy, problem } = useOperation('settings.set');
  const save = useCallback(
    async (change: Change) => {
      const result = await run(change);
      if (result !== null) take(result);
      return result !== null;
    },
    [run, take],
  );
  return { save, busy, problem };
}
