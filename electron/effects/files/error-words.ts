/** System error codes in words that a person can act on. */

/** Code of a system error (`ENOENT`), or '' when it is none. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : '';
}

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than allowed',
  EIO: 'the disk reported an input/output error',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ENOENT: 'it does not exist',
  ELOOP: 'the links go round in a circle',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files on this machine',
  ENAMETOOLONG: 'the name is too long',
};

/** One short clause for a failed system call. */
export function errorWords(error: unknown): string {
  const code = errorCode(error);
  return words[code] ?? (code === '' ? (error instanceof Error ? error.message : String(error)) : `system error ${code}`);
}

const hints: Readonly<Record<string, string>> = {
  EACCES: 'Give your user the right to read and write it (chmod u+rw), and to enter its folders.',
  EPERM: 'Check who owns the file and its folder.',
  EROFS: 'Mount the file system writable, or choose another folder.',
  ENOSPC: 'Free some disk space; it is tried again with the next change.',
  EDQUOT: 'Free some disk space; it is tried again with the next change.',
  ELOOP: 'Point the link at a real file.',
};

/** The next step after a failed system call, where there is an obvious one. */
export function errorHint(error: unknown): { readonly hint?: string } {
  const hint = hints[errorCode(error)];
  return hint === undefined ? {} : { hint };
}
