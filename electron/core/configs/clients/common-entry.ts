/** How most clients write a server: `command`, `args`, `env` or an address with headers; rows differ in the details given here. */
import type { ServerInput, Transport } from '../../../contract/server.ts';
import { type EntryFault, type EntryReading, textCharsMax } from '../client.ts';
import type { Plain, PlainObject } from '../codecs/value-tree.ts';

export interface CommonSpelling {
  /** Fields that may hold the address, most wanted first. */
  readonly urlFields: readonly string[];
  /** What an address without a type means. */
  readonly untyped: 'http-then-sse' | 'http' | 'sse' | 'refuse';
  /** Fields whose presence alone means streamable HTTP. */
  readonly httpFields?: readonly string[];
  /** The client reads no addresses from this file. */
  readonly stdioOnly?: boolean;
  /** `true`: `disabled` switches off; clients that keep it elsewhere often carry it over from another one. */
  readonly timeoutField?: { readonly name: string; readonly unitMs: number };
  /** Type `http` also tries the older transport, as the client does. */
  readonly typedHttpFallsBack?: boolean;
}

const httpTypes: ReadonlySet<string> = new Set(['http', 'streamable-http', 'streamablehttp', 'streamable_http', 'remote']);

class EntryError extends Error {
  readonly fault: EntryFault;
  constructor(fault: EntryFault) {
    super(fault.message);
    this.fault = fault;
  }
}

const invalid = (at: readonly string[], message: string, hint?: string): EntryError =>
  new EntryError({ code: 'entry-invalid', message, at, ...(hint === undefined ? {} : { hint }) });

const unsupported = (at: readonly string[], message: string): EntryError => new EntryError({ code: 'entry-unsupported', message, at });

/** Reads one entry by `spelling`; what is wrong with it comes back as a fault. */
export function readCommonEntry(raw: PlainObject, spelling: CommonSpelling): EntryReading {
  try {
    const inherited: string[] = [];
    const written = transportOf(raw, spelling, inherited);
    const timeoutMs = timeoutOf(raw, spelling);
    const enabled = raw.disabled !== true && raw.enabled !== false && raw.isActive !== false && raw.active !== false;
    return { kind: 'server', written, enabled, inherited, notes: [], ...(timeoutMs === null ? {} : { timeoutMs }) };
  } catch (error) {
    if (error instanceof EntryError) return { kind: 'fault', fault: error.fault };
    throw error;
  }
}

function transportOf(raw: PlainObject, spelling: CommonSpelling, inherited: string[]): Transport {
  const nested = raw.transport;
  const type = typeOf(raw.type ?? (typeof nested === 'string' ? nested : undefined));
  const urlField = spelling.urlFields.find((field) => raw[field] !== undefined);
  if (raw.command !== undefined && (urlField === undefined || type === 'stdio' || type === 'local')) return stdioOf(raw, inherited);
  if (urlField !== undefined && raw.command === undefined) {
    if (spelling.stdioOnly) throw unsupported([urlField], 'this client starts programs only; addresses in its file are not used');
    return remoteOf(raw, urlField, type, spelling);
  }
  if (urlField !== undefined) throw invalid([], 'has both a command and an address', 'Keep one of them.');
  if (type !== null && type !== 'stdio' && type !== 'local' && !httpTypes.has(type) && type !== 'sse')
    throw unsupported(['type'], `type "${type}" is not supported`);
  throw invalid([], 'has neither a command nor an address', 'Give "command" or "url".');
}

function typeOf(type: Plain | undefined): string | null {
  if (type === undefined || type === null) return null;
  if (typeof type !== 'string') throw invalid(['type'], '"type" must be text');
  return type.toLowerCase();
}

function stdioOf(raw: PlainObject, inherited: string[]): Transport {
  const command = textOf(raw.command, ['command']);
  if (command.trim() === '') throw invalid(['command'], '"command" is empty');
  const cwd = raw.cwd === undefined || raw.cwd === null ? undefined : textOf(raw.cwd, ['cwd']);
  const envFile = raw.envFile === undefined || raw.envFile === null ? undefined : textOf(raw.envFile, ['envFile']);
  return {
    kind: 'stdio',
    command,
    args: argsOf(raw.args),
    env: valuesOf(raw.env, 'env', inherited),
    ...(envFile === undefined ? {} : { envFile }),
    ...(cwd === undefined ? {} : { cwd }),
  };
}

function remoteOf(raw: PlainObject, urlField: string, type: string | null, spelling: CommonSpelling): Transport {
  const url = textOf(raw[urlField], [urlField]);
  const headers = valuesOf(raw.headers, 'headers', []);
  if (/^(unix|pipe|npipe):/i.test(url)) throw unsupported([urlField], 'addresses of this kind are not supported');
  if (!/^https?:\/\//i.test(url) && !url.startsWith('$')) throw invalid([urlField], `"${urlField}" is no http address`);
  if (type === 'sse') return { kind: 'sse', url, headers };
  if ((type !== null && httpTypes.has(type)) || spelling.httpFields?.includes(urlField)) {
    return { kind: 'http', url, headers, ...(spelling.typedHttpFallsBack ? { fallback: 'sse' as const } : {}) };
  }
  if (type !== null) throw unsupported(['type'], `type "${type}" is not supported`);
  if (spelling.untyped === 'refuse')
    throw invalid([], 'has an address but no type', 'Add "type": "http" (or "sse") to the entry, as its client demands.');
  if (spelling.untyped === 'sse') return { kind: 'sse', url, headers };
  return { kind: 'http', url, headers, ...(spelling.untyped === 'http-then-sse' ? { fallback: 'sse' as const } : {}) };
}

function argsOf(args: Plain | undefined): string[] {
  if (args === undefined || args === null) return [];
  if (!Array.isArray(args)) throw invalid(['args'], '"args" must be a list of text');
  return (args as readonly Plain[]).map((arg, at) => scalarText(arg, ['args', String(at)]));
}

function valuesOf(values: Plain | undefined, field: string, inherited: string[]): Record<string, string> {
  if (values === undefined || values === null) return {};
  if (typeof values !== 'object' || Array.isArray(values)) throw invalid([field], `"${field}" must be an object`);
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(values as PlainObject)) {
    // null: taken over from the environment of whoever starts it.
    if (value === null) inherited.push(name);
    else result[name] = scalarText(value, [field, name]);
  }
  return result;
}

function scalarText(value: Plain, at: readonly string[]): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return textOf(value, at);
}

function textOf(value: Plain | undefined, at: readonly string[]): string {
  if (typeof value !== 'string') throw invalid(at, `"${at.join('.')}" must be text`);
  if (value.length > textCharsMax) throw invalid(at, `"${at.join('.')}" is too long`);
  if (value.includes('\0')) throw invalid(at, `"${at.join('.')}" holds a NUL character`);
  return value;
}

function timeoutOf(raw: PlainObject, { timeoutField }: CommonSpelling): number | null {
  if (!timeoutField) return null;
  const value = raw[timeoutField.name];
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value * timeoutField.unitMs : null;
}

/** What a person entered, in the common spelling; unknown fields are kept. */
export function writeCommonEntry(input: ServerInput): Plain {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as PlainObject;
}
