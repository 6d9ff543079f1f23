/** Reads `NAME=value` files as the clients that know `envFile` do. */

const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*(.*)$/;

/** Variables of a dotenv text; comments and lines that are no assignment are skipped, quotes are taken off. */
export function parseEnvFile(text: string): Readonly<Record<string, string>> {
  const variables: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const [, name, rest] = assignment.exec(line) ?? [];
    if (name !== undefined && rest !== undefined) variables[name] = unquoted(rest.trim());
  }
  return { ...variables };
}

function unquoted(value: string): string {
  const quote = value[0];
  if (quote !== '"' && quote !== "'" && quote !== '`') return value.replace(/\s+#.*$/, '');
  const end = value.indexOf(quote, 1);
  if (end < 0) return value;
  const inner = value.slice(1, end);
  return quote === '"' ? inner.replaceAll('\\n', '\n').replaceAll('\\"', '"') : inner;
}
