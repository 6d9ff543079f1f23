/** From the first moment to the last: a small heap, closed pipes, bugs, signals, and quitting in order. */
import { setFlagsFromString } from 'node:v8';
import type { App } from 'electron';

/** Servers get about 5 s to end; after this the app goes anyway, and the reaper ends what is left. */
const quitLimitMs = 12_000;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The app was asked to start in the tray only. */
export const isHidden = (programArguments: readonly string[]): boolean => programArguments.includes('--hidden');

/**
 * Keeps the main process small: it waits most of its life, so room for quick allocation is worth less than what it takes.
 * Young objects get their first space and no more; V8 would grow it to 16 MB while the app starts, and a process that then
 * waits does not give it back. Call before anything is loaded that allocates.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** A launcher may close our output while we run; without listeners the next line written would end the app. */
export function survivePipes(): void {
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
}

/** A bug is written down and the app goes on; without this Electron would open a dialog. */
export function reportBugs(report: (message: string, fields: Record<string, unknown>) => void): void {
  const details = (error: unknown) => ({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.on('uncaughtException', (error) => report('a bug', details(error)));
  process.on('unhandledRejection', (error) => report('a bug in something awaited by nobody', details(error)));
}

export interface QuitSteps {
  /** Faces go at once, so that nothing can be clicked any more. */
  readonly detach: () => void;
  /** Ends servers and writes what is unsaved. */
  readonly close: () => Promise<void>;
}

/** Quits in order, whoever asks: menu, signal, system. Gives the function that does it; it works once. */
export function quitInOrder(app: App, steps: QuitSteps): () => void {
  let quitting = false;
  const quit = (): void => {
    if (quitting) return;
    quitting = true;
    const late = setTimeout(() => app.exit(1), quitLimitMs);
    void finish(steps).then((code) => {
      clearTimeout(late);
      app.exit(code);
    });
  };
  app.on('before-quit', (event) => {
    event.preventDefault();
    quit();
  });
  // The app lives in the tray: without a window it is not at its end.
  app.on('window-all-closed', () => {});
  for (const signal of signals) process.on(signal, quit);
  return quit;
}

async function finish(steps: QuitSteps): Promise<number> {
  let code = 0;
  // A face that cannot be taken down must not keep the servers running.
  for (const step of [steps.detach, steps.close]) {
    try {
      await step();
    } catch {
      code = 1;
    }
  }
  return code;
}
