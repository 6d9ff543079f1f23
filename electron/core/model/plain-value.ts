/** Values of a launch as they may be kept: what could be a secret is left out, whatever its name. */
import type { Transport } from '../../contract/server.ts';
import { secretValues, tellingName } from './secret-values.ts';
import type { ServerDefinition } from './server.ts';

export const hidden = '(hidden)';

/** Longer runs of letters are no words; made-up ones of this length are too short to be keys. */
const wordLengthMax = 20;
/** `v2`, `utf8`, `e2e`: shorter than any key, whatever is mixed in them. */
const mixedLengthMax = 6;
/** Ports, dates and version numbers; longer numbers may be keys or accounts. */
const numberLengthMax = 8;
const pieces = /[\s._\-/\\@:,+~^=<>[\]{}$]+/u;

function isWord(piece: string): boolean {
  if (piece === '' || /^\d+$/.test(piece)) return piece.length <= numberLengthMax;
  if (piece.length <= mixedLengthMax) return /^[a-z0-9]+$/iu.test(piece);
  // One case, or words run together as in `fileSystem`; a key switches case without system.
  return piece.length <= wordLengthMax && /^(?:[a-z]+|[A-Z]+|[A-Z]?[a-z]{2,}(?:[A-Z][a-z]{2,})*)$/.test(piece);
}

/** Made of words, short numbers and versions only: a path, a package, a flag, a host, but no key. */
export const isPlain = (value: string): boolean => value.split(pieces).every(isWord);

const shown = (value: string): string => (isPlain(value) ? value : hidden);

/** An address without user, password, query and fragment; path pieces that could be keys are left out. */
export function plainAddress(address: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@]*@)?([^/?#]*)([^?#]*)/iu.exec(address);
  if (!match) return hidden;
  const [, scheme, host = '', path = ''] = match;
  return `${scheme}://${shown(host)}${path.split('/').map(shown).join('/')}`;
}

/** A value, as opposed to the name of an option: one that says itself that it is a key is left out too. */
const optionValue = (value: string): string => (tellingName.test(value) && !isAddress(value) ? hidden : plainOf(value));

const isAddress = (value: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//iu.test(value);
const plainOf = (value: string): string => (isAddress(value) ? plainAddress(value) : shown(value));

/** One argument for each; the value of an option with a telling name is left out even when it is a word. */
export function plainArguments(args: readonly string[]): readonly string[] {
  return args.map((arg, at) => {
    const before = args[at - 1] ?? '';
    const equals = isAddress(arg) ? -1 : arg.indexOf('=');
    if (equals > 0) {
      const name = arg.slice(0, equals);
      return `${shown(name)}=${tellingName.test(name) ? hidden : optionValue(arg.slice(equals + 1))}`;
    }
    if (arg.startsWith('-')) return plainOf(arg);
    return before.startsWith('-') && !before.includes('=') && tellingName.test(before) ? hidden : optionValue(arg);
  });
}

/** A command, path or the like. */
export const plainText = (text: string): string => plainOf(text);

function literalValues(transport: Transport): readonly string[] {
  if (transport.kind === 'stdio') {
    const shownArgs = plainArguments(transport.args);
    const args = transport.args.filter((arg, at) => shownArgs[at] !== arg);
    const parts = args.flatMap((arg) => [arg, arg.slice(arg.indexOf('=') + 1)]);
    return [...parts, ...[transport.command, ...Object.values(transport.env)].filter((value) => !isPlain(value))];
  }
  const address = plainAddress(transport.url) === transport.url ? [] : [transport.url, ...transport.url.split(/[/?&#=@]/u)];
  return [...address, ...Object.values(transport.headers)].filter((value) => !isPlain(value));
}

/** Values of a launch that must not stand in any text about it. */
export function hiddenValues({ written, transport, facts }: Pick<ServerDefinition, 'written' | 'transport' | 'facts'>): readonly string[] {
  return [...secretValues(written, transport, facts.envFileVariables), ...literalValues(written), ...literalValues(transport)];
}
