/** Named locks of one home: at most one process of it does a named piece of work at a time. */
import nodePath from 'node:path';
import type { Problem } from '../../contract/problem.ts';
import type { HomeLock } from '../../core/ports.ts';
import { errorHint, errorWords } from './error-words.ts';
import { acquireLock } from './file-lock.ts';
import { sweepTempFiles } from './temp-name.ts';

const safeName = /^[a-z0-9][a-z0-9.-]{0,63}$/;

/** Locks under `locks/` of the home. What `work` throws comes through; everything else is a problem value. */
export function createHomeLock(home: string): HomeLock {
  const folder = nodePath.join(home, 'locks');
  let swept = false;

  const refused = (name: string, error: unknown): Problem => ({
    code: 'busy',
    message: `The lock "${name}" could not be taken: ${errorWords(error)}.`,
    where: { path: folder },
    ...errorHint(error),
  });

  return {
    async exclusive<T>(name: string, waitMs: number, work: () => Promise<T>): Promise<T | Problem> {
      if (!safeName.test(name)) return refused(name, new Error('this is no name of a lock'));
      if (!swept) {
        swept = true;
        await sweepTempFiles(folder);
      }
      const outcome = await acquireLock(nodePath.join(folder, `${name}.lock`), waitMs);
      if (outcome.kind === 'failed') return refused(name, outcome.error);
      if (outcome.kind === 'busy') {
        const holder = outcome.holderPid === null ? 'Another process' : `Process ${outcome.holderPid}`;
        return {
          code: 'busy',
          message: `${holder} of this Tooltray is doing this right now ("${name}").`,
          hint: 'Wait a moment and try again.',
        };
      }
      try {
        return await work();
      } finally {
        await outcome.release();
      }
    },
  };
}
