/** Reads `NAME=value` files as the clients that know `envFile` do. */

/** A name, then a value in quotes (over several lines too) or the rest of the line. Sticky: read one after the other. */
const assignment =
  /[^\S\n]*(?:export[^\S\n]+)?([A-Za-z_][\w.-]*)[^\S\n]*=[^\S\n]*(?:"((?:\\[\s\S]|[^"\\])*)"|'([^']*)'|`([^`]*)`|([^\n]*))[^\n]*(?:\n|$)/uy;

const line = /[^\n]*(?:\n|$)/uy;

/** Variables of a dotenv text; comments and lines that are no assignment are skipped, quotes are taken off, the last of a name wins. */
export function parseEnvFile(text: string): Readonly<Record<string, string>> {
  const source = text.replace(/^\ufeff/u, '').replace(/\r\n?/gu, '\n');
  const variables = new Map<string, string>();
  let at = 0;
  while (at < source.length) {
    assignment.lastIndex = at;
    const found = assignment.exec(source);
    if (found !== null) variables.set(found[1] ?? '', textOf(found));
    line.lastIndex = at;
    at += (found ?? line.exec(source))?.[0].length || 1;
  }
  return Object.fromEntries(variables);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

function textOf([, , double, single, back, plain]: RegExpExecArray): string {
  if (double !== undefined) return double.replace(/\\([\s\S])/gu, (whole, letter: string) => escapes[letter] ?? whole);
  return single ?? back ?? (plain ?? '').replace(/(^|\s+)#.*$/u, '').trim();
}
