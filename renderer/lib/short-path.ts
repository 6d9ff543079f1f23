/** Paths as a person reads them: their home as `~`, and cut so that the file's own name stays. */

/** The person's home folder, as far as it can be told from where Tooltray keeps its files; null when that is elsewhere. */
export function personHome(tooltrayHome: string): string | null {
  const [, home] = /^(.+)[/\\]\.tooltray[/\\]?$/.exec(tooltrayHome) ?? [];
  return home ?? null;
}

/** The path with the person's home as `~`. */
export function shortPath(path: string, home: string | null): string {
  if (home === null || home === '' || !path.startsWith(home)) return path;
  const rest = path.slice(home.length);
  return rest === '' || /^[/\\]/.test(rest) ? `~${rest}` : path;
}

/** A shorter beginning (`~`, `C:`) is no longer than the dots that would stand for it. */
const headMin = 3;

/** Where a path may be cut: everything before its last part, and that part with its separator. */
export function pathParts(path: string): { readonly head: string; readonly tail: string } {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return at < headMin || at === path.length - 1 ? { head: '', tail: path } : { head: path.slice(0, at), tail: path.slice(at) };
}
