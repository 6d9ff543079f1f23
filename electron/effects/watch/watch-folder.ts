/** Events of the entries of one folder, through chokidar. */
import path from 'node:path';
import { FSWatcher } from 'chokidar';

export interface FolderEvents {
  /** Everything that happens from now on is reported (or the folder is not there any more). */
  onReady(): void;
  /** Something happened to the entry `name`; null: something happened, the system does not say to what. */
  onEntry(name: string | null): void;
  /**
   * The folder itself went away or was moved: nothing more will be reported, even if it comes back. End this one at once,
   * because chokidar shares the dead handle with whoever asks for the same folder while somebody still holds it.
   */
  onGone(): void;
  /** The system refuses to watch it. */
  onRefused(code: string): void;
}

/**
 * Chokidar without its listing of the folder: every event would stat every entry, which in a folder of 5,000 files took
 * 30 ms of processor time per event and a hundredth of that without. Raw events carry the name, and that is all we need.
 * Should a later chokidar list in another way, this only gets slower.
 */
class EntryWatcher extends FSWatcher {
  override _readdirp(): undefined {
    return undefined;
  }
}

/** Watches one existing folder, not what is below it. Gives the function that ends it at once. */
export function watchFolder(folder: string, events: FolderEvents): () => void {
  const watcher = new EntryWatcher({
    persistent: true,
    depth: 0,
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (entry) => path.resolve(entry) !== folder,
  });
  let refused = false;
  let ended = false;
  const end = (): void => {
    ended = true;
    void watcher.close();
  };
  watcher.on('error', (error) => {
    refused = true;
    if (!ended) events.onRefused((error as NodeJS.ErrnoException).code ?? 'unknown');
  });
  watcher.on('ready', () => {
    if (ended || refused) return;
    if (watcher.getWatched()[folder] === undefined) events.onGone();
    else events.onReady();
  });
  watcher.on('raw', (event, entry) => {
    if (ended) return;
    const name = (entry as string | null) ?? null;
    if (event === 'rename' && name === path.basename(folder)) events.onGone();
    else events.onEntry(name);
  });
  watcher.add(folder);
  return end;
}
