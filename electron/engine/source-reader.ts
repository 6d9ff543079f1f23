/** Reads one source as often as it is told to, never twice at a time, and turns what it finds into events. */
import type { Problem } from '../contract/problem.ts';
import type { SourceId } from '../contract/ids.ts';
import type { Ports } from '../core/ports.ts';
import type { Event } from '../core/model/event.ts';
import { launchFingerprints, launchHash } from '../core/model/launch-hash.ts';
import type { FileStat, ServerDefinition, ServerEntry } from '../core/model/server.ts';
import type { SourceReading } from '../core/model/source.ts';
import { sameStat } from '../core/model/same-stat.ts';
import { profileOf } from '../core/configs/clients/all-clients.ts';
import { readSource } from '../core/configs/read-source.ts';
import { variablesHash } from './variables-hash.ts';

export interface SourceReader {
  readonly id: SourceId;
  readonly client: string;
  /** Reads now (or once more after the reading under way) and resolves when that is done. */
  read(options: ReadOptions): Promise<void>;
  /** Reads if the file, or a file that its launches depend on, looks different. */
  check(): Promise<void>;
  close(): void;
}

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

/** Makes the reader of one source. */
export function createSourceReader(parts: ReaderParts, id: SourceId, client: string): SourceReader {
  const { ports, send } = parts;
  const profile = profileOf(client);
  let last: SourceReading | null = null;
  let lastVariables = '';
  /** The newest bytes were read and are in force. */
  let good = false;
  let everGood = false;
  let badSinceMono: number | null = null;
  let goneSinceMono: number | null = null;
  let running: Promise<void> | null = null;
  let again: ReadOptions | null = null;
  let cancelLater = () => {};
  let closed = false;

  async function look(options: ReadOptions): Promise<Found> {
    const file = await ports.files.read(id, profile.bytesMax);
    if (file.kind === 'absent') return { kind: 'gone', parentExists: file.parentExists };
    if (file.kind === 'problem') return { kind: 'bad', problem: file.problem };
    const contentHash = ports.launch.digest(file.text);
    const variables = variablesHash(ports, last?.variables ?? []);
    if (good && last && !options.inspect && contentHash === last.contentHash && variables === lastVariables) {
      return { kind: 'same', stat: file.stat };
    }
    const { environment, homeFolder, platform } = ports.surroundings;
    const parsed = readSource(profile, file.text, { source: id, environment, homeFolder, platform });
    if (parsed.kind === 'unreadable') return { kind: 'bad', problem: parsed.problem };
    const servers = await Promise.all(parsed.entries.map(define));
    return { kind: 'read', reading: { servers, entryProblems: parsed.entryProblems, variables: parsed.variables, stat: file.stat, contentHash } };
  }

  async function define(entry: ServerEntry): Promise<ServerDefinition> {
    const facts = await ports.launch.inspect(entry.transport);
    parts.onLaunch(entry, facts.envFileVariables);
    const digest = ports.launch.digest;
    return { ...entry, facts, fingerprints: launchFingerprints(entry.transport, facts, digest), launchHash: launchHash(entry.transport, facts, digest) };
  }

  function accept(found: Found): void {
    if (found.kind !== 'bad') badSinceMono = null;
    if (found.kind !== 'gone') goneSinceMono = null;
    switch (found.kind) {
      case 'same':
        if (last && !sameStat(last.stat, found.stat)) {
          last = { ...last, stat: found.stat };
          send({ kind: 'source.touched', source: id, stat: found.stat });
        }
        return;
      case 'read':
        last = found.reading;
        lastVariables = variablesHash(ports, found.reading.variables);
        good = true;
        everGood = true;
        return send({ kind: 'source.read', source: id, reading: found.reading });
      case 'bad':
        good = false;
        return send({ kind: 'source.unreadable', source: id, problem: found.problem });
      case 'gone':
        good = false;
        last = null;
        return send({ kind: 'source.gone', source: id });
    }
  }

  /** How long to wait before believing what was found; 0 = believe it. */
  function doubtMs(found: Found): number {
    const now = ports.clock.now().mono;
    if (found.kind === 'bad') {
      badSinceMono ??= now;
      return now - badSinceMono >= tornGraceMs ? 0 : tornRetryMs;
    }
    if (found.kind === 'gone' && everGood && parts.patient) {
      goneSinceMono ??= now;
      // With the folder gone too it is more likely unmounted than deleted: the last good servers stay.
      if (!found.parentExists) return goneGraceMs;
      return Math.max(0, goneSinceMono + goneGraceMs - now);
    }
    return 0;
  }

  async function pass(options: ReadOptions): Promise<void> {
    for (;;) {
      const found = await look(options);
      if (closed) return;
      const waitMs = doubtMs(found);
      if (waitMs === 0) return accept(found);
      if (parts.patient) {
        cancelLater();
        cancelLater = ports.clock.after(waitMs, () => void read(options));
        return;
      }
      await new Promise<void>((resolve) => void ports.clock.after(waitMs, resolve));
    }
  }

  async function read(options: ReadOptions): Promise<void> {
    if (running) {
      again = { inspect: options.inspect || (again?.inspect ?? false) };
      await running;
      return;
    }
    running = (async () => {
      await pass(options);
      while (again && !closed) {
        const next: ReadOptions = again;
        again = null;
        await pass(next);
      }
    })().finally(() => {
      running = null;
    });
    await running;
  }

  async function launchFilesChanged(): Promise<boolean> {
    for (const server of last?.servers ?? []) {
      // What was not found may be there by now.
      if (server.facts.lookedIn !== undefined) return true;
      for (const file of server.facts.files) if (!sameStat(await ports.files.stat(file.path), file.stat)) return true;
    }
    return false;
  }

  return {
    id,
    client,
    read,
    async check() {
      const stat = await ports.files.stat(id);
      if (!sameStat(stat, last?.stat ?? null) || (stat !== null && !good)) return read({ inspect: false });
      if (await launchFilesChanged()) return read({ inspect: true });
    },
    close() {
      closed = true;
      cancelLater();
    },
  };
}
