/** Carries out planned actions through the ports and turns every outcome into an event. */
import type { CapabilityKind } from '../contract/capability.ts';
import type { ServerId } from '../contract/ids.ts';
import type { Problem } from '../contract/problem.ts';
import type { Action } from '../core/model/action.ts';
import type { Event } from '../core/model/event.ts';
import type { ServerDefinition } from '../core/model/server.ts';
import type { ConnectOutcome, Link, LinkHooks, Logger, Mcp, ServerLogs } from '../core/ports.ts';
import { runnerPackage, type StartQueue } from './start-queue.ts';

export interface ApplierParts {
  readonly mcp: Mcp;
  readonly logs: ServerLogs;
  readonly logger: Logger;
  readonly queue: StartQueue;
  readonly send: (event: Event) => void;
  /** Why a launch must not start after all; null when it may. */
  readonly verify: (definition: ServerDefinition) => Promise<Problem | null>;
  /** The person has to be asked, or a policy answers for them. */
  readonly askTrust: (definition: ServerDefinition) => void;
  readonly onStderr: (server: ServerId, line: string) => void;
}

/** A server that is up answers well within this. */
const initializeDeadlineMs = 30_000;
/** A package runner's first start may have to download the package. */
const firstInstallDeadlineMs = 120_000;

const calledOff: ConnectOutcome = { kind: 'failed', problem: { code: 'connection-lost', message: 'the start was called off' } };
const unexpected: Problem = { code: 'internal', message: 'unexpected failure; see the log' };

/** One attempt, from its start to its end. */
interface Live {
  readonly attempt: number;
  readonly abort: AbortController;
  /** Readings under way, to call a single one off. */
  readonly lists: Map<CapabilityKind, AbortController>;
  link: Link | null;
  ended: boolean;
  closing: Promise<void> | null;
}

type Of<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>;

/** Owns every attempt and link; ends with `closeAll`. `send` must accept events at any time, also during `apply`. */
export class Applier {
  readonly #parts: ApplierParts;
  readonly #live = new Map<ServerId, Live>();

  constructor(parts: ApplierParts) {
    this.#parts = parts;
  }

  apply = (actions: readonly Action[]): void => {
    for (const action of actions) this.#applyOne(action);
  };

  /** The open link of a server, for calls. */
  link(server: ServerId): Link | null {
    return this.#live.get(server)?.link ?? null;
  }

  /** Calls off every start and closes every link. */
  async closeAll(): Promise<void> {
    const closing = [...this.#live].map(([server, mine]) => {
      mine.abort.abort();
      return mine.link ? this.#close(server, mine) : undefined;
    });
    await Promise.all(closing);
  }

  #applyOne(action: Action): void {
    if (action.kind === 'connect') {
      const { server, attempt } = action;
      this.#guard(this.#connect(action), (problem) => ({ kind: 'connection.failed', server, attempt, problem }));
    } else if (action.kind === 'list') {
      const { server, attempt, capability } = action;
      this.#guard(this.#list(server, attempt, capability), (problem) => ({ kind: 'list.failed', server, attempt, capability, problem }));
    } else if (action.kind === 'disconnect') this.#disconnect(action);
    else if (action.kind === 'callOffList') this.#callOffList(action);
    else this.#parts.askTrust(action.definition);
  }

  async #connect(action: Of<'connect'>): Promise<void> {
    const { server, attempt, definition } = action;
    const mine: Live = { attempt, abort: new AbortController(), lists: new Map(), link: null, ended: false, closing: null };
    this.#live.set(server, mine);
    const runner = runnerPackage(definition.transport) !== null;
    const deadlineMs = runner && action.first ? firstInstallDeadlineMs : initializeDeadlineMs;
    const request = { definition, deadlineMs, era: action.era, signal: mine.abort.signal };
    // Called off while it waits for its turn, it is over at once: nothing was started.
    const waiting = untilAborted(mine.abort.signal, calledOff);
    const inTurn = this.#parts.queue.run(definition.transport, async (): Promise<ConnectOutcome> => {
      if (mine.abort.signal.aborted) return calledOff;
      waiting.end();
      const refusal = await this.#parts.verify(definition);
      if (refusal) return { kind: 'failed', problem: refusal };
      return this.#parts.mcp.connect(request, this.#hooks(server, mine));
    });
    const outcome = await Promise.race([inTurn, waiting.promise]);
    if (outcome.kind === 'failed') return this.#failed(server, mine, outcome);
    // It may have ended, or been called off, between its answer and now.
    if (mine.ended) return;
    mine.link = outcome.link;
    if (mine.abort.signal.aborted) return this.#close(server, mine);
    this.#parts.send({ kind: 'connection.opened', server, attempt, facts: outcome.link.facts, era: outcome.link.era });
  }

  #failed(server: ServerId, mine: Live, { problem, retryAfterMs }: Extract<ConnectOutcome, { kind: 'failed' }>): void {
    this.#forget(server, mine);
    if (mine.ended) return;
    const later = retryAfterMs === undefined ? {} : { retryAfterMs };
    this.#parts.send({ kind: 'connection.failed', server, attempt: mine.attempt, problem, ...later });
  }

  #hooks(server: ServerId, mine: Live): LinkHooks {
    const { send, logs, logger, onStderr } = this.#parts;
    let noiseLines = 0;
    return {
      onListChanged: (capability) => send({ kind: 'list.changed', server, attempt: mine.attempt, capability }),
      onEnded: (problem) => {
        if (mine.ended) return;
        mine.ended = true;
        this.#forget(server, mine);
        send({ kind: 'connection.closed', server, attempt: mine.attempt, problem });
      },
      onStderr(line) {
        logs.append(server, line);
        onStderr(server, line);
      },
      onNoise(line) {
        noiseLines += 1;
        if (noiseLines > 1) return;
        logs.append(server, `[tooltray] ignored text on stdout that is no message: ${line.slice(0, 200)}`);
        logger.warn('a server writes text on stdout; such lines are ignored', { server });
      },
    };
  }

  #close(server: ServerId, mine: Live): Promise<void> {
    mine.closing ??= this.#closeNow(server, mine);
    return mine.closing;
  }

  async #closeNow(server: ServerId, mine: Live): Promise<void> {
    await mine.link
      ?.close()
      .catch((error: unknown) => this.#parts.logger.error('closing a server failed', { server, error: String(error) }));
    this.#forget(server, mine);
    if (mine.ended) return;
    mine.ended = true;
    this.#parts.send({ kind: 'connection.closed', server, attempt: mine.attempt });
  }

  #disconnect({ server, attempt }: Of<'disconnect'>): void {
    const mine = this.#live.get(server);
    if (!mine || mine.attempt !== attempt) {
      this.#parts.send({ kind: 'connection.closed', server, attempt });
      return;
    }
    mine.abort.abort();
    if (mine.link) void this.#close(server, mine);
  }

  async #list(server: ServerId, attempt: number, capability: CapabilityKind): Promise<void> {
    const mine = this.#live.get(server);
    if (!mine?.link || mine.attempt !== attempt) return;
    const abort = new AbortController();
    const endWithLink = () => abort.abort();
    if (mine.abort.signal.aborted) endWithLink();
    mine.abort.signal.addEventListener('abort', endWithLink, { once: true });
    mine.lists.set(capability, abort);
    const items = await mine.link.list(capability, abort.signal);
    mine.abort.signal.removeEventListener('abort', endWithLink);
    // Called off: another reading may be under way already, and this is no answer to it.
    if (mine.lists.get(capability) !== abort) return;
    mine.lists.delete(capability);
    if (isProblem(items)) this.#parts.send({ kind: 'list.failed', server, attempt, capability, problem: items });
    else this.#parts.send({ kind: 'list.done', server, attempt, capability, items });
  }

  #callOffList({ server, attempt, capability }: Of<'callOffList'>): void {
    const mine = this.#live.get(server);
    if (!mine || mine.attempt !== attempt) return;
    mine.lists.get(capability)?.abort();
    mine.lists.delete(capability);
  }

  #forget(server: ServerId, mine: Live): void {
    if (this.#live.get(server) === mine) this.#live.delete(server);
  }

  /** Ports do not throw; if one does it is a bug, and the server must not hang in the state for it. */
  #guard(work: Promise<void>, failed: (problem: Problem) => Event): void {
    work.catch((error: unknown) => {
      this.#parts.logger.error('an action failed unexpectedly', { error: error instanceof Error ? error.stack : String(error) });
      this.#parts.send(failed(unexpected));
    });
  }
}

const isProblem = (value: readonly unknown[] | Problem): value is Problem => !Array.isArray(value);

/** Resolves with `outcome` when the signal aborts, unless `end` was called before. */
function untilAborted<T>(signal: AbortSignal, outcome: T): { readonly promise: Promise<T>; readonly end: () => void } {
  let onAbort = (): void => {};
  const promise = new Promise<T>((resolve) => {
    onAbort = () => resolve(outcome);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  return { promise, end: () => signal.removeEventListener('abort', onAbort) };
}
