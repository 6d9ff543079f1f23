/** What the engine needs from outside, as types. Effects implement them; a port never throws into the loop. */
import type { CapabilityKind, ListedItem } from '../contract/capability.ts';
import type { HistoryEntry } from '../contract/history.ts';
import type { ServerId } from '../contract/ids.ts';
import type { Problem } from '../contract/problem.ts';
import type { Transport } from '../contract/server.ts';
import type { Settings } from '../contract/settings.ts';
import type { OpenFacts } from './model/connection.ts';
import type { Instant } from './model/instant.ts';
import type { RegistrySnapshot } from './model/registry.ts';
import type { FileStat, LaunchFacts, ServerDefinition } from './model/server.ts';
import type { TrustDecision } from './model/trust.ts';

export interface Clock {
  now(): Instant;
  /** Calls back once after `delayMs` of monotonic time; the returned function takes it back. */
  after(delayMs: number, callback: () => void): () => void;
}

export interface Random {
  /** In [0, 1). */
  fraction(): number;
}

export interface Logger {
  error(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  debug(message: string, fields?: Record<string, unknown>): void;
}

export type FileReading =
  | { readonly kind: 'text'; readonly text: string; readonly stat: FileStat }
  | { readonly kind: 'absent' /** The parent folder exists, so the file is really gone. */; readonly parentExists: boolean }
  | { readonly kind: 'problem'; readonly problem: Problem };

export interface Files {
  /** Stat without waiting, for the one-shot decision; null when there is nothing. Links are followed. */
  statNow(path: string): FileStat | null;
  /** Stat that cannot block the process (a network drive may hang). */
  stat(path: string): Promise<FileStat | null>;
  /** Reads a text file whole; bytes that are not UTF-8, folders, devices and files over `bytesMax` are problems. */
  read(path: string, bytesMax: number): Promise<FileReading>;
  /** Replaces a file of ours or the person's as a whole; see effects/files/write-atomic. */
  edit(
    path: string,
    edit: (text: string | null) => EditOutcome,
    /** Rights of the written file; without them those of the old one, or 0600. */
    options?: { readonly mode?: number },
  ): Promise<{ readonly changed: boolean; readonly before: string | null; readonly text: string | null } | Problem>;
}

/** What an edit makes of the current text (null = no file): a new text, the same, or a refusal. */
export type EditOutcome =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly problem: Problem };

export interface WatchReport {
  readonly mode: 'watching' | 'polling';
  readonly problem: Problem | null;
}

/** Watches the folders of the whole wanted set; events may be lost or doubled, they only say "look again". */
export interface Watching {
  set(paths: readonly string[]): void;
  close(): Promise<void>;
}

export interface Watch {
  watch(onChange: (path: string) => void, onReport: (report: WatchReport) => void): Watching;
}

/** Looks at the files that a launch depends on: resolves the executable, digests script and env file. */
export interface LaunchInspection {
  inspect(transport: Transport): Promise<LaunchFacts>;
  /** Keyed digest (HMAC-SHA256, hex) with this home's key; the key never leaves the effect. */
  digest(text: string): string;
}

export interface LinkHooks {
  onListChanged(capability: CapabilityKind): void;
  /** It ended by itself. Called at most once, never after `close()` was called. */
  onEnded(problem: Problem): void;
  onStderr(line: string): void;
  /** A line on stdout that is no message (counted, ignored). */
  onNoise(line: string): void;
}

export interface Link {
  readonly facts: OpenFacts;
  readonly era: 'legacy' | 'modern';
  /** Reads all pages of one list; method-not-found counts as empty. */
  list(capability: CapabilityKind, signal: AbortSignal): Promise<readonly ListedItem[] | Problem>;
  /** Any other request, results passed through unchecked. */
  request(method: string, params: Record<string, unknown> | undefined, signal: AbortSignal): Promise<unknown>;
  /** Ends it and everything it started; resolves when nothing is left (at most about 5 s). */
  close(): Promise<void>;
}

export interface ConnectRequest {
  readonly definition: ServerDefinition;
  readonly deadlineMs: number;
  readonly era: 'legacy' | 'modern' | null;
  readonly signal: AbortSignal;
}

export type ConnectOutcome =
  | { readonly kind: 'open'; readonly link: Link }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly retryAfterMs?: number };

export interface ProcessUsage {
  /** Living processes of one start, helpers included. */
  readonly processes: number;
  /** Their memory together; null where the system does not tell it. */
  readonly memoryBytes: number | null;
}

export interface Mcp {
  connect(request: ConnectRequest, hooks: LinkHooks): Promise<ConnectOutcome>;
  /** Ends what earlier runs of this home left behind; gives how many process groups that were. */
  sweep(): Promise<number>;
  /** What the server led by this process takes right now. */
  usage(pid: number): Promise<ProcessUsage>;
  /** Ends everything still running, then the reaper. */
  close(): Promise<void>;
}

export interface ServerLogs {
  append(server: ServerId, line: string): void;
  /** Last lines, oldest first. */
  tail(server: ServerId, linesMax: number): readonly string[];
  forget(server: ServerId): void;
  close(): Promise<void>;
}

export interface RegistryFile {
  /** A corrupt file is set aside (`registry.json.corrupt-…`) and counts as empty, with a problem. */
  load(): Promise<{ readonly registry: RegistrySnapshot; readonly found: boolean; readonly problem: Problem | null }>;
  /** Atomic and durable; a problem means that nothing was changed. */
  save(registry: RegistrySnapshot): Promise<Problem | null>;
}

export interface TrustFile {
  load(): Promise<{ readonly decisions: readonly TrustDecision[]; readonly problem: Problem | null }>;
  save(decisions: readonly TrustDecision[]): Promise<Problem | null>;
}

export interface TimelineFile {
  /** The newest entries, oldest first; lines that are no entries are skipped. */
  load(): Promise<{ readonly entries: readonly HistoryEntry[]; readonly problem: Problem | null }>;
  /**
   * Adds entries while no other process of this home does. `write` is called at once with what others have added past number
   * `after`, oldest first, and gives what is to be written, numbered past that. A problem means that nothing was added.
   */
  append(after: number, write: (others: readonly HistoryEntry[]) => readonly HistoryEntry[]): Promise<Problem | null>;
}

export interface SettingsFile {
  load(): { readonly settings: Settings; readonly problem: Problem | null };
  save(settings: Settings): Promise<Problem | null>;
  /** Called when the file was changed by somebody else; with a problem when it cannot be used, and the settings in force stay. */
  onChange(callback: (settings: Settings, problem: Problem | null) => void): () => void;
}

export interface HomeLock {
  /** Runs `work` while no other process of this home does; waits up to `waitMs`, then gives a `busy` problem. */
  exclusive<T>(name: string, waitMs: number, work: () => Promise<T>): Promise<T | Problem>;
}

/** Values from around the process that the core may not read itself. */
export interface Surroundings {
  readonly platform: 'linux' | 'macos' | 'windows';
  readonly homeFolder: string;
  readonly tooltrayHome: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What runs this program, by name: version of the system, of Node, of Electron. */
  readonly runtime: Readonly<Record<string, string>>;
}

/** What only a desktop can do. */
export interface Desktop {
  /** Shows a file or folder in the system's file viewer; nothing is ever opened or run. */
  reveal(path: string): Promise<Problem | null>;
}

export interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly files: Files;
  readonly watch: Watch;
  readonly launch: LaunchInspection;
  readonly mcp: Mcp;
  readonly logs: ServerLogs;
  readonly registryFile: RegistryFile;
  readonly trustFile: TrustFile;
  readonly timelineFile: TimelineFile;
  readonly settingsFile: SettingsFile;
  readonly lock: HomeLock;
  readonly surroundings: Surroundings;
  /** null: there is none, such as on the command line. */
  readonly desktop: Desktop | null;
}
