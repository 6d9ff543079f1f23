/** Says when the settings file may have been changed. */
import { unwatchFile, watch, watchFile } from 'node:fs';
import nodePath from 'node:path';

/** Folder events get lost; looking this often costs nothing. */
const pollMs = 2_000;
/** An editor's save is several events within a few milliseconds. */
const restMs = 50;

/** Calls back, possibly once too often, after the file was changed, replaced or removed; gives a function that ends it. Keeps no process alive. */
export function watchSettings(path: string, onMaybeChanged: () => void): () => void {
  let rest: NodeJS.Timeout | null = null;
  const soon = (): void => {
    if (rest !== null) clearTimeout(rest);
    // Kept by the process for its 50 ms: a loop with nothing else to wait for may put off a timer that is not.
    rest = setTimeout(onMaybeChanged, restMs);
  };
  watchFile(path, { interval: pollMs, persistent: false }, soon);
  const close = watchFolder(path, soon);
  return () => {
    if (rest !== null) clearTimeout(rest);
    unwatchFile(path, soon);
    close();
  };
}

function watchFolder(path: string, soon: () => void): () => void {
  try {
    const watcher = watch(nodePath.dirname(path), { persistent: false }, (_event, name) => {
      if (name === null || name === nodePath.basename(path)) soon();
    });
    // The polling goes on alone.
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
}
