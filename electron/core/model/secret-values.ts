/** Which values of a launch must never be written anywhere: those behind variables and those with a telling name. */
import type { Transport } from '../../contract/server.ts';

/** Shorter values cannot be told from ordinary words. */
const secretLengthMin = 8;
/** Names whose values are secrets, as a rule. */
export const tellingName = /token|key|secret|passw|credential|auth|cookie|bearer|session/iu;

/** Values to take out of every log: `written` as in the file, `transport` with variables expanded, and what the env file holds. */
export function secretValues(
  written: Transport,
  transport: Transport,
  envFileVariables: Readonly<Record<string, string>>,
): readonly string[] {
  const values: string[] = Object.values(envFileVariables);
  const named = (from: Readonly<Record<string, string>>, to: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(to))
      if (tellingName.test(name) || from[name] !== value) values.push(value, ...schemeless(value));
  };
  if (transport.kind === 'stdio' && written.kind === 'stdio') {
    named(written.env, transport.env);
    transport.args.forEach((arg, at) => {
      if (arg !== written.args[at]) values.push(arg);
    });
  } else if (transport.kind !== 'stdio' && written.kind !== 'stdio') {
    named(written.headers, transport.headers);
    if (transport.url !== written.url) values.push(transport.url);
  }
  return [...new Set(values)].filter((value) => value.length >= secretLengthMin);
}

/** `Bearer abc` leaks as `abc` too. */
function schemeless(value: string): readonly string[] {
  const space = value.indexOf(' ');
  return space > 0 ? [value.slice(space + 1)] : [];
}
