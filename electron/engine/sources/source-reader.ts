/** Reads one source as often as it is told to, never twice at a time, and turns what it finds into events. */
import type { SourceId } from '../../contract/ids.ts';
import type { Problem } from '../../contract/problem.ts';
import { profileOf } from '../../core/configs/clients/all-clients.ts';
import { readSource } from '../../core/configs/read-source.ts';
import type { Event } from '../../core/model/event.ts';
import { launchFingerprints, launchHash } from '../../core/model/launch-hash.ts';
import { sameStat } from '../../core/model/same-stat.ts';
import type { FileStat, ServerDefinition, ServerEntry } from '../../core/model/server.ts';
import type { SourceReading } from '../../core/model/source.ts';
import type { Ports } from '../../core/ports.ts';
import { variablesHash } from './variables-hash.ts';

export interface ReadOptions {
  /** Look at the launches again although the bytes are the same. */
  readonly inspect: boolean;
}

export interface ReaderParts {
  readonly ports: Ports;
  readonly send: (event: Event) => void;
  /** Wait for torn and vanished files to come back (a running engine), or decide at once after a short wait. */
  readonly patient: boolean;
  /** Told of every launch before anything is logged about it. */
  readonly onLaunch: (entry: ServerEntry, envFileVariables: Readonly<Record<string, string>>) => void;
}

/** A writer that truncates first is done by then; what still does not parse is a problem to show. */
const tornGraceMs = 350;
const tornRetryMs = 60;
/** A file deleted and written again within this time was only being replaced. */
const goneGraceMs = 1_000;

type Found =
  | { readonly kind: 'same'; readonly stat: FileStat }
  | { readonly kind: 'read'; readonly reading: SourceReading }
  | { readonly kind: 'bad'; readonly problem: Problem }
  | { readonly kind: 'gone'; readonly parentExists: boolean };

/** The reader of one source; ends with `close`. */
export class SourceReader {
  readonly id: SourceId;
  readonly client: string;
  readonly #parts: ReaderParts;
  #last: SourceReading | null = null;
  #lastVariables = '';
  /** The newest bytes were read and are in force. */
  #good = false;
  #everGood = false;
  #badSinceMono: number | null = null;
  #goneSinceMono: number | null = null;
  #running: Promise<void> | null = null;
  #again: ReadOptions | null = null;
  #cancelLater = (): void => {};
  #closed = false;

  constructor(parts: ReaderParts, id: SourceId, client: string) {
    this.#parts = parts;
    this.id = id;
    this.client = client;
  }

  /** Reads now (or once more after the reading under way) and resolves when that is done. */
  async read(options: ReadOptions): Promise<void> {
    if (this.#running) this.#again = { inspect: options.inspect || (this.#again?.inspect ?? false) };
    else {
      this.#running = this.#passes(options).finally(() => {
        this.#running = null;
      });
    }
    await this.#running;
  }

  /** Whether the file, or only a file that its launches depend on, looks different from when it was read. */
  async check(): Promise<'same' | 'changed' | 'launches'> {
    const stat = await this.#parts.ports.files.stat(this.id);
    if (!sameStat(stat, this.#last?.stat ?? null) || (stat !== null && !this.#good)) return 'changed';
    return (await this.#launchesChanged()) ? 'launches' : 'same';
  }

  close(): void {
    this.#closed = true;
    this.#cancelLater();
  }

  async #passes(options: ReadOptions): Promise<void> {
    await this.#pass(options);
    while (this.#again && !this.#closed) {
      const next: ReadOptions = this.#again;
      this.#again = null;
      await this.#pass(next);
    }
  }

  async #pass(options: ReadOptions): Promise<void> {
    const { clock } = this.#parts.ports;
    for (;;) {
      const found = await this.#look(options);
      if (this.#closed) return;
      const waitMs = this.#doubtMs(found);
      if (waitMs === 0) return this.#accept(found);
      if (this.#parts.patient) {
        this.#cancelLater();
        this.#cancelLater = clock.after(waitMs, () => void this.read(options));
        return;
      }
      await new Promise<void>((resolve) => {
        clock.after(waitMs, resolve);
      });
    }
  }

  async #look(options: ReadOptions): Promise<Found> {
    const { files, launch, surroundings } = this.#parts.ports;
    const profile = profileOf(this.client);
    const file = await files.read(this.id, profile.bytesMax);
    if (file.kind === 'absent') return { kind: 'gone', parentExists: file.parentExists };
    if (file.kind === 'problem') return { kind: 'bad', problem: file.problem };
    const contentHash = launch.digest(file.text);
    const variables = variablesHash(this.#parts.ports, this.#last?.variables ?? []);
    if (this.#good && !options.inspect && contentHash === this.#last?.contentHash && variables === this.#lastVariables) {
      return { kind: 'same', stat: file.stat };
    }
    const { environment, homeFolder, platform } = surroundings;
    const parsed = readSource(profile, file.text, { source: this.id, environment, homeFolder, platform });
    if (parsed.kind === 'unreadable') return { kind: 'bad', problem: parsed.problem };
    const servers = await Promise.all(parsed.entries.map((entry) => this.#define(entry)));
    return {
      kind: 'read',
      reading: {
        servers,
        entryProblems: parsed.entryProblems,
        warnings: parsed.warnings,
        variables: parsed.variables,
        stat: file.stat,
        contentHash,
      },
    };
  }

  async #define(entry: ServerEntry): Promise<ServerDefinition> {
    const { launch } = this.#parts.ports;
    const facts = await launch.inspect(entry.transport);
    this.#parts.onLaunch(entry, facts.envFileVariables);
    return {
      ...entry,
      facts,
      fingerprints: launchFingerprints(entry.transport, facts, launch.digest),
      launchHash: launchHash(entry.transport, facts, launch.digest),
    };
  }

  /** How long to wait before believing what was found, in milliseconds; 0 = believe it. */
  #doubtMs(found: Found): number {
    const now = this.#parts.ports.clock.now().mono;
    if (found.kind === 'bad') {
      this.#badSinceMono ??= now;
      return now - this.#badSinceMono >= tornGraceMs ? 0 : tornRetryMs;
    }
    if (found.kind === 'gone' && this.#everGood && this.#parts.patient) {
      this.#goneSinceMono ??= now;
      // With the folder gone too it is more likely unmounted than deleted: the last good servers stay.
      if (!found.parentExists) return goneGraceMs;
      return Math.max(0, this.#goneSinceMono + goneGraceMs - now);
    }
    return 0;
  }

  #accept(found: Found): void {
    const { send } = this.#parts;
    if (found.kind !== 'bad') this.#badSinceMono = null;
    if (found.kind !== 'gone') this.#goneSinceMono = null;
    this.#good = found.kind === 'same' || found.kind === 'read';
    switch (found.kind) {
      case 'same':
        this.#noteTouch(found.stat);
        break;
      case 'read':
        this.#last = found.reading;
        this.#lastVariables = variablesHash(this.#parts.ports, found.reading.variables);
        this.#everGood = true;
        send({ kind: 'source.read', source: this.id, reading: found.reading });
        break;
      case 'bad':
        send({ kind: 'source.unreadable', source: this.id, problem: found.problem });
        break;
      case 'gone':
        this.#last = null;
        send({ kind: 'source.gone', source: this.id });
        break;
    }
  }

  #noteTouch(stat: FileStat): void {
    if (!this.#last || sameStat(this.#last.stat, stat)) return;
    this.#last = { ...this.#last, stat };
    this.#parts.send({ kind: 'source.touched', source: this.id, stat });
  }

  /** Another program earlier on PATH, a link that points elsewhere, an env file that appeared: only looking again tells. */
  async #launchesChanged(): Promise<boolean> {
    const { launch } = this.#parts.ports;
    for (const { transport, launchHash: before } of this.#last?.servers ?? []) {
      if (launchHash(transport, await launch.inspect(transport), launch.digest) !== before) return true;
    }
    return false;
  }
}
