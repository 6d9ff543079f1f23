/** A page that dies or hangs is brought back where it was; one that keeps dying is left alone. The engine is no part of it. */
import type { BrowserWindow } from 'electron';

/** More than this in a minute is a fault that loading again does not mend. */
const crashesMax = 3;
const crashWindowMs = 60_000;
/** Chromium calls a page hanging after some seconds without an answer to an input; a slow machine may still get over it. */
const hangLimitMs = 10_000;

export interface RecoveryOptions {
  /** Loads the page anew at the place where it was. */
  readonly reload: () => void;
  /** Closes the window for good; a click on the tray opens another one. */
  readonly giveUp: () => void;
  readonly log: (message: string, fields: Record<string, unknown>) => void;
  readonly nowMs?: () => number;
}

type Page = Pick<BrowserWindow, 'on' | 'isDestroyed'> & {
  readonly webContents: Pick<BrowserWindow['webContents'], 'on' | 'forcefullyCrashRenderer'>;
};

/** Watches over the page of one window; `crashes` are the times of earlier ones, over all windows. */
export function recoverPage(window: Page, crashes: number[], { reload, giveUp, log, nowMs = Date.now }: RecoveryOptions): void {
  let hang: NodeJS.Timeout | null = null;
  const calm = () => {
    if (hang !== null) clearTimeout(hang);
    hang = null;
  };
  window.on('unresponsive', () => {
    hang ??= setTimeout(() => {
      hang = null;
      if (window.isDestroyed()) return;
      log('the page hangs and is ended', { afterMs: hangLimitMs });
      window.webContents.forcefullyCrashRenderer();
    }, hangLimitMs);
  });
  window.on('responsive', calm);
  window.on('closed', calm);
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    calm();
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const now = nowMs();
    crashes.splice(0, crashes.length, ...crashes.filter((at) => now - at < crashWindowMs), now);
    const tooOften = crashes.length >= crashesMax;
    log(tooOften ? 'the page keeps crashing and is left closed; open it again from the tray' : 'the page crashed and is loaded again', {
      reason,
      exitCode,
    });
    if (tooOften) giveUp();
    else reload();
  });
}
