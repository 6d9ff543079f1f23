/** What there is to know about a client: where its files are, how a server is written in them, how variables are expanded. */
import type { ServerInput, Transport } from '../../contract/server.ts';
import type { Codec } from './codecs/codec.ts';
import type { Plain, PlainObject } from './codecs/value-tree.ts';
import type { ExpansionRules } from './expand-variables.ts';
import type { Platform } from './path-text.ts';

/** A whole config file of the person's is small. */
export const commonBytesMax = 5 * 1024 * 1024;

/** More servers than this is a mistake or an attack. */
export const serversMax = 1_000;

/** Longest command, argument, value or address. */
export const textCharsMax = 65_536;

/** What is wrong with one entry, or worth knowing about it; `at` leads from the entry to the value in question. */
export interface EntryFault {
  readonly code: 'entry-invalid' | 'entry-unsupported' | 'variable-missing';
  readonly message: string;
  readonly hint?: string;
  readonly at: readonly string[];
}

export interface EntryServer {
  readonly kind: 'server';
  readonly written: Transport;
  readonly enabled: boolean;
  readonly timeoutMs?: number;
  /** Environment variables that the entry takes over from the environment of the client. */
  readonly inherited: readonly string[];
  /** Does not keep the entry from being used. */
  readonly notes: readonly EntryFault[];
}

export type EntryReading = EntryServer | { readonly kind: 'fault'; readonly fault: EntryFault };

/** A place of servers in a file: keys from the root of the file; `*` stands for every key and names the scope. */
export type Root = readonly string[];

/** `map`: names to entries; `list`: entries that hold their name; `emptyList`: stands for an empty map; `flat`: the file itself is the map. */
export type Shape = 'map' | 'list' | 'emptyList' | 'flat';

export interface ClientProfile {
  readonly id: string;
  readonly label: string;
  readonly codec: Codec;
  /** Largest file that is read. */
  readonly bytesMax: number;
  /** Where servers lie. `first`: the first one that exists counts; `all`: all count. */
  readonly roots: { readonly use: 'first' | 'all'; readonly keys: readonly Root[] };
  /** The shapes that the client takes; lists of named entries are read anyway, with a note. */
  readonly shapes: readonly Shape[];
  /** Nothing but servers belongs in the file, so one without its root key but with content is a mistake, not a file without servers. */
  readonly isOnlyServers: boolean;
  /** Objects that may stand beside the root key of a file that else holds only servers. */
  readonly otherKeys: readonly string[];
  /** Comments and trailing commas are an error to the client. */
  readonly strict: boolean;
  /** Absolute paths of the files of the person and of the machine that may exist; files in projects are in `projectFiles`. */
  locations(platform: Platform, homeFolder: string, environment: Environment): readonly string[];
  /** Paths from the folder of a project, with forward slashes. */
  readonly projectFiles: readonly string[];
  /** Ends of other paths that belong to this client, with forward slashes. */
  readonly otherFiles: readonly string[];
  /** The transport an entry asks for, with variables as written. Never throws. */
  readEntry(raw: PlainObject): EntryReading;
  /** How the client spells what a person entered. */
  writeEntry(input: ServerInput): Plain;
  readonly expansion: ExpansionRules;
  /** The client keeps on and off in the entry. */
  readonly hasOffSwitch: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;
