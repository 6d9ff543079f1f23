/** Why changes are looked for instead of being told by the system, in plain words. */
import type { Problem } from '../../contract/problem.ts';

const reasons: Readonly<Record<string, { readonly why: string; readonly hint: string }>> = {
  ENOSPC: {
    why: 'the limit of this system for watched folders is reached',
    hint: 'Raise it: sudo sysctl fs.inotify.max_user_watches=524288',
  },
  EMFILE: {
    why: 'the limit of this system for programs that watch folders, or for open files, is reached',
    hint: 'Raise it: sudo sysctl fs.inotify.max_user_instances=1024',
  },
  EACCES: { why: 'the folder may not be read', hint: 'Allow your user to read the folder.' },
  EPERM: { why: 'the folder may not be read', hint: 'Allow your user to read the folder.' },
};

/** The problem for a folder that the system refuses to watch with the error `code`; `pollMs` is the time between two looks. */
export function pollingProblem(folder: string, code: string, pollMs: number): Problem {
  const reason = reasons[code];
  return {
    code: 'watch-polling',
    message: `Changes are looked for every ${pollMs / 1_000} s, because ${reason?.why ?? 'the system refuses to watch a folder'}.`,
    hint: reason?.hint ?? 'Nothing is lost; changes are only seen a little later.',
    where: { path: folder },
    evidence: [code],
  };
}
