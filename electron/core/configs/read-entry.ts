/** Reads one entry in the spelling that most clients share; what a client does differently it says in its rules. */
import type { HttpTransport, SseTransport, StdioTransport } from '../../contract/server.ts';
import type { EntryFault, EntryReading } from './client.ts';
import type { PlainObject } from './codecs/value-tree.ts';
import { flagField, textField, textMapField, textsField } from './entry-fields.ts';

/** What an entry is reached by. `httpThenSse`: streamable HTTP, and the older transport when that is refused. */
export type Way = 'stdio' | 'http' | 'httpThenSse' | 'sse';

export interface EntryRules {
  /** Words of `type`, in small letters without `-` and `_`. */
  readonly types: ReadonlyMap<string, Way>;
  /** Fields that may name the type, first one first. */
  readonly typeFields: readonly string[];
  /** Fields that hold an address and what one without a type means there; `refuse` gives a fault. */
  readonly addresses: readonly { readonly field: string; readonly untyped: Way | ((field: string) => EntryFault) }[];
  /** Command and address together are a mistake to the client. */
  readonly refusesBoth: boolean;
  /** What null means for an environment variable: as in the client's own environment, or not set. */
  readonly nullEnv: 'inherit' | 'unset';
  /** What an empty text means for an environment variable. */
  readonly emptyEnv: 'inherit' | 'keep';
  /** Milliseconds out of `timeout`, for clients that have it in milliseconds; null = ignored. */
  timeoutMs(timeout: number): number | null;
}

export const commonTypes: ReadonlyMap<string, Way> = new Map([
  ['stdio', 'stdio'],
  ['http', 'http'],
  ['streamablehttp', 'http'],
  ['sse', 'sse'],
]);

/** The rules of a client without oddities: `type` if there is one, else by `command` or `url`. */
export const commonRules: EntryRules = {
  types: commonTypes,
  typeFields: ['type'],
  addresses: [{ field: 'url', untyped: 'httpThenSse' }],
  refusesBoth: false,
  nullEnv: 'inherit',
  emptyEnv: 'keep',
  timeoutMs: () => null,
};

type Fault = { readonly kind: 'fault'; readonly fault: EntryFault };
type Chosen = { readonly kind: 'chosen'; readonly way: Way; readonly text: string };

const fault = (found: EntryFault): Fault => ({ kind: 'fault', fault: found });
const invalid = (message: string, at: readonly string[], hint: string): Fault => fault({ code: 'entry-invalid', message, hint, at });

/** Where the whole command line may have been put into one field: a name with blanks that is no path. */
const looksLikeCommandLine = (command: string): boolean => /^[^\s/\\~.]+\s+\S/.test(command) && !/^[A-Za-z]:/.test(command);

function typeOf(raw: PlainObject, rules: EntryRules): { readonly way: Way | null; readonly field: string } | Fault {
  for (const field of rules.typeFields) {
    const type = textField(raw, field);
    if (type.fault) return fault(type.fault);
    if (type.value === undefined) continue;
    const way = rules.types.get(type.value.toLowerCase().replace(/[-_]/g, ''));
    if (way !== undefined) return { way, field };
    return fault({
      code: 'entry-unsupported',
      message: `Tooltray does not know this "${field}" of server here.`,
      hint: `Known: stdio, http, sse. Other kinds only work inside their own client.`,
      at: [field],
    });
  }
  return { way: null, field: 'type' };
}

function addressOf(
  raw: PlainObject,
  rules: EntryRules,
): { readonly field: string; readonly text: string; readonly untyped: EntryRules['addresses'][number]['untyped'] } | Fault | null {
  for (const { field, untyped } of rules.addresses) {
    const address = textField(raw, field);
    if (address.fault) return fault(address.fault);
    if (address.value === undefined) continue;
    if (/^(wss?|unix|pipe|file):/i.test(address.value)) {
      return fault({
        code: 'entry-unsupported',
        message: `"${field}" is no http or https address.`,
        hint: 'Servers behind sockets and pipes only work inside their own client.',
        at: [field],
      });
    }
    return { field, text: address.value, untyped };
  }
  return null;
}

/** Which way the entry asks for, by its type, else by what it has. */
function choose(raw: PlainObject, rules: EntryRules): Chosen | Fault {
  const type = typeOf(raw, rules);
  if ('kind' in type) return type;
  const command = textField(raw, 'command');
  if (command.fault) return fault(command.fault);
  const address = addressOf(raw, rules);
  if (address !== null && 'kind' in address) return address;
  if (rules.refusesBoth && command.value !== undefined && address !== null) {
    return invalid(`The entry has both "command" and "${address.field}".`, [address.field], 'Keep the one that is meant.');
  }
  const addressField = rules.addresses[0]?.field;
  if (type.way === 'stdio' || (type.way === null && command.value !== undefined)) {
    return command.value === undefined
      ? invalid('The entry has no "command".', ['command'], 'Write the program into "command".')
      : { kind: 'chosen', way: 'stdio', text: command.value };
  }
  if (address !== null) {
    if (type.way !== null) return { kind: 'chosen', way: type.way, text: address.text };
    return typeof address.untyped === 'function'
      ? fault(address.untyped(address.field))
      : { kind: 'chosen', way: address.untyped, text: address.text };
  }
  if (addressField === undefined) return invalid('The entry has no "command".', [], 'Write the program into "command".');
  if (type.way !== null) return invalid(`The entry has no "${addressField}".`, [type.field], `Write the address into "${addressField}".`);
  return invalid(`The entry has neither "command" nor "${addressField}".`, [], 'Give the program to start, or the address to reach.');
}

interface Stdio {
  readonly kind: 'stdio';
  readonly transport: StdioTransport;
  readonly inherited: readonly string[];
  readonly notes: readonly EntryFault[];
}

function readStdio(raw: PlainObject, rules: EntryRules, command: string): Stdio | Fault {
  const args = textsField(raw, 'args');
  if (args.fault) return fault(args.fault);
  const given = textMapField(raw, 'env');
  if (given.fault) return fault(given.fault);
  const cwd = textField(raw, 'cwd');
  if (cwd.fault) return fault(cwd.fault);
  const envFile = textField(raw, 'envFile');
  if (envFile.fault) return fault(envFile.fault);
  const env: Record<string, string> = {};
  const inherited: string[] = [];
  for (const [name, value] of given.value) {
    if (value === null && rules.nullEnv === 'unset') continue;
    if (value === null || (value === '' && rules.emptyEnv === 'inherit')) inherited.push(name);
    env[name] = value ?? '';
  }
  const isLine = args.value.length === 0 && looksLikeCommandLine(command);
  const note: EntryFault = {
    code: 'entry-invalid',
    message: 'The whole command line stands in "command".',
    hint: 'Put only the program into "command" and the rest into "args".',
    at: ['command'],
  };
  const transport: StdioTransport = {
    kind: 'stdio',
    command,
    args: [...args.value],
    env,
    ...(envFile.value === undefined ? {} : { envFile: envFile.value }),
    ...(cwd.value === undefined ? {} : { cwd: cwd.value }),
  };
  return { kind: 'stdio', transport, inherited, notes: isLine ? [note] : [] };
}

function readHeaders(raw: PlainObject): { readonly headers: Record<string, string> } | Fault {
  const given = textMapField(raw, 'headers');
  if (given.fault) return fault(given.fault);
  const headers: Record<string, string> = {};
  for (const [name, value] of given.value) {
    if (value === null)
      return invalid(`"${name}" in "headers" must be a text.`, ['headers', name], 'Write a text, or leave the header out.');
    if (/[\r\n]/.test(value) || !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
      return invalid(
        `"${name}" in "headers" cannot be sent.`,
        ['headers', name],
        'Names of headers have no blanks, and values no line breaks.',
      );
    }
    headers[name] = value;
  }
  return { headers };
}

function readRemote(
  raw: PlainObject,
  way: Exclude<Way, 'stdio'>,
  url: string,
): { readonly kind: 'remote'; readonly transport: HttpTransport | SseTransport } | Fault {
  const read = readHeaders(raw);
  if ('kind' in read) return read;
  const { headers } = read;
  if (way === 'sse') return { kind: 'remote', transport: { kind: 'sse', url, headers } };
  return { kind: 'remote', transport: { kind: 'http', url, headers, ...(way === 'httpThenSse' ? { fallback: 'sse' as const } : {}) } };
}

/** Off is written as `disabled: true` or `enabled: false`, also by clients that keep their own switch elsewhere. */
function readSwitch(raw: PlainObject): { readonly enabled: boolean } | Fault {
  const disabled = flagField(raw, 'disabled');
  if (disabled.fault) return fault(disabled.fault);
  const enabled = flagField(raw, 'enabled');
  if (enabled.fault) return fault(enabled.fault);
  return { enabled: disabled.value !== true && enabled.value !== false };
}

/** Reads an entry by the rules of its client. */
export function readEntryBy(rules: EntryRules, raw: PlainObject): EntryReading {
  const chosen = choose(raw, rules);
  if (chosen.kind === 'fault') return chosen;
  const read = chosen.way === 'stdio' ? readStdio(raw, rules, chosen.text) : readRemote(raw, chosen.way, chosen.text);
  if (read.kind === 'fault') return read;
  const power = readSwitch(raw);
  if ('kind' in power) return power;
  const timeoutMs =
    typeof raw.timeout === 'number' && raw.timeout > 0 && Number.isFinite(raw.timeout) ? rules.timeoutMs(raw.timeout) : null;
  return {
    kind: 'server',
    written: read.transport,
    enabled: power.enabled,
    ...(timeoutMs === null ? {} : { timeoutMs }),
    inherited: read.kind === 'stdio' ? read.inherited : [],
    notes: read.kind === 'stdio' ? read.notes : [],
  };
}
