/** The files port: looking at, reading and editing files of the person's and ours. */
import type { Files } from '../../core/ports.ts';
import { editFile } from './edit-file.ts';
import { createMutex } from './mutex.ts';
import { readTextFile } from './read-file.ts';
import { statFile, statNow } from './stat-file.ts';

/** Files of the real file system; edits of one path take turns. */
export function createFiles(): Files {
  const mutex = createMutex();
  return {
    statNow,
    stat: statFile,
    read: readTextFile,
    edit: (path, edit, options) => editFile(path, edit, { ...options, mutex }),
  };
}
