/** What a source asks for: one server, with everything that decides what would run. */
import type { ServerId, SourceId } from '../../contract/ids.ts';
import type { Transport } from '../../contract/server.ts';

/** How a file looked when it was examined; nanoseconds as text because they exceed a safe integer. */
export interface FileStat {
  readonly size: number;
  readonly inode: string;
  readonly mtimeNs: string;
  readonly ctimeNs: string;
}

/** A file besides the config that decides what runs: executable, script, env file. */
export interface LaunchFile {
  readonly role: 'executable' | 'script' | 'envFile';
  /** Real path, links resolved. */
  readonly path: string;
  /** Identity that goes into the launch hash: a content digest for small files, inode, size and mtime for big ones. */
  readonly identity: string;
  readonly stat: FileStat;
}

/** What the effects found out about a launch; the pure core turns it into the launch hash. */
export interface LaunchFacts {
  readonly files: readonly LaunchFile[];
  /** Variables read from `envFile`, if there is one. They are given to the process below the entry's own `env`. */
  readonly envFileVariables: Readonly<Record<string, string>>;
  /** Folders that were searched when the executable was not found. */
  readonly lookedIn?: readonly string[];
}

/** An entry as a source file holds it, before anything outside the file was looked at. */
export interface ServerEntry {
  readonly id: ServerId;
  /** Name in the file. */
  readonly name: string;
  readonly source: SourceId;
  /** Id of the client whose file it is (`cursor`, `claude-code`, `tooltray`, …). */
  readonly client: string;
  /** Project folder an entry is limited to, for files that hold several projects. */
  readonly scope?: string;
  /** JSON pointer of the entry in its file. */
  readonly pointer: string;
  /** As the file says it, variables not expanded: this is what people are shown. */
  readonly written: Transport;
  /** With variables expanded as the client does: this is what runs. Never stored, never shown. */
  readonly transport: Transport;
  /** Names of the variables that were looked up. */
  readonly variables: readonly string[];
  readonly enabled: boolean;
  readonly timeoutMs?: number;
}

export interface ServerDefinition extends ServerEntry {
  readonly facts: LaunchFacts;
  /** Short keyed digests of values that are not shown (`env:NAME`, `header:NAME`, `file:script`, …). */
  readonly fingerprints: Readonly<Record<string, string>>;
  /** Keyed digest of everything that decides what would run. */
  readonly launchHash: string;
}
