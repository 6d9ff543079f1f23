/** Carries out planned actions through the ports and turns every outcome into an event. */
import type { Event } from '../core/model/event.ts';
import type { Action } from '../core/model/action.ts';
import type { Link, LinkHooks, Logger, Mcp, ServerLogs } from '../core/ports.ts';
import type { CapabilityKind } from '../contract/capability.ts';
import type { ServerId } from '../contract/ids.ts';
import type { Problem } from '../contract/problem.ts';
import type { ServerDefinition } from '../core/model/server.ts';
import { runnerPackage, type StartQueue } from './start-queue.ts';

export interface Applier {
  apply(actions: readonly Action[]): void;
  /** The open link of a server, for calls. */
  link(server: ServerId): Link | null;
  /** Calls off every start and closes every link. */
  closeAll(): Promise<void>;
}

export interface ApplierParts {
  readonly mcp: Mcp;
  readonly logs: ServerLogs;
  readonly logger: Logger;
  readonly queue: StartQueue;
  readonly send: (event: Event) => void;
  /** The person has to be asked, or a policy answers for them. */
  readonly askTrust: (definition: ServerDefinition) => void;
  readonly onStderr: (server: ServerId, line: string) => void;
}

/** A server that is up answers well within this. */
const initializeDeadlineMs = 30_000;
/** A package runner's first start may have to download the package. */
const firstInstallDeadlineMs = 120_000;

interface Live {
  readonly attempt: number;
  readonly abort: AbortController;
  link: Link | null;
  ended: boolean;
  closing: Promise<void> | null;
}

/** Makes the applier; `send` must accept events at any time, also during `apply`. */
export function createApplier(parts: ApplierParts): Applier {
  const { send, logs, logger } = parts;
  const live = new Map<ServerId, Live>();

  function hooksFor(server: ServerId, mine: Live): LinkHooks {
    let noiseLines = 0;
    return {
      onListChanged: (capability) => send({ kind: 'list.changed', server, attempt: mine.attempt, capability }),
      onEnded(problem) {
        if (mine.ended) return;
        mine.ended = true;
        if (live.get(server) === mine) live.delete(server);
        send({ kind: 'connection.closed', server, attempt: mine.attempt, problem });
      },
      onStderr(line) {
        logs.append(server, line);
        parts.onStderr(server, line);
      },
      onNoise(line) {
        noiseLines += 1;
        if (noiseLines === 1) {
          logs.append(server, `[tooltray] ignored text on stdout that is no message: ${line.slice(0, 200)}`);
          logger.warn('a server writes text on stdout; such lines are ignored', { server });
        }
      },
    };
  }

  async function connect(action: Extract<Action, { kind: 'connect' }>): Promise<void> {
    const { server, attempt, definition } = action;
    const mine: Live = { attempt, abort: new AbortController(), link: null, ended: false, closing: null };
    live.set(server, mine);
    const runner = runnerPackage(definition.transport) !== null;
    const deadlineMs = runner && action.first ? firstInstallDeadlineMs : initializeDeadlineMs;
    const request = { definition, deadlineMs, era: action.era, signal: mine.abort.signal };
    const outcome = await parts.queue.run(definition.transport, async () => {
      if (mine.abort.signal.aborted) return { kind: 'failed', problem: calledOff } as const;
      return parts.mcp.connect(request, hooksFor(server, mine));
    });
    if (outcome.kind === 'failed') {
      if (live.get(server) === mine) live.delete(server);
      if (mine.ended) return;
      const { problem, retryAfterMs } = outcome;
      send({ kind: 'connection.failed', server, attempt, problem, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
      return;
    }
    // It may have ended, or been called off, between its answer and now.
    if (mine.ended) return;
    mine.link = outcome.link;
    if (mine.abort.signal.aborted) return closeLink(server, mine);
    send({ kind: 'connection.opened', server, attempt, facts: outcome.link.facts, era: outcome.link.era });
  }

  function closeLink(server: ServerId, mine: Live): Promise<void> {
    mine.closing ??= (async () => {
      await mine.link?.close().catch((error: unknown) => logger.error('closing a server failed', { server, error: String(error) }));
      if (live.get(server) === mine) live.delete(server);
      if (mine.ended) return;
      mine.ended = true;
      send({ kind: 'connection.closed', server, attempt: mine.attempt });
    })();
    return mine.closing;
  }

  function disconnect(action: Extract<Action, { kind: 'disconnect' }>): void {
    const mine = live.get(action.server);
    if (!mine || mine.attempt !== action.attempt) {
      send({ kind: 'connection.closed', server: action.server, attempt: action.attempt });
      return;
    }
    mine.abort.abort();
    if (mine.link) void closeLink(action.server, mine);
  }

  async function list(server: ServerId, attempt: number, capability: CapabilityKind): Promise<void> {
    const mine = live.get(server);
    if (!mine?.link || mine.attempt !== attempt) return;
    const items = await mine.link.list(capability, mine.abort.signal);
    if (isProblem(items)) send({ kind: 'list.failed', server, attempt, capability, problem: items });
    else send({ kind: 'list.done', server, attempt, capability, items });
  }

  /** Ports do not throw; if one does it is a bug, and the server must not hang in the state for it. */
  function guarded(work: Promise<void>, failed: (problem: Problem) => Event): void {
    work.catch((error: unknown) => {
      logger.error('an action failed unexpectedly', { error: error instanceof Error ? (error.stack ?? '') : String(error) });
      send(failed({ code: 'internal', message: 'unexpected failure; see the log' }));
    });
  }

  return {
    apply(actions) {
      for (const action of actions) {
        if (action.kind === 'connect') {
          const { server, attempt } = action;
          guarded(connect(action), (problem) => ({ kind: 'connection.failed', server, attempt, problem }));
        } else if (action.kind === 'list') {
          const { server, attempt, capability } = action;
          guarded(list(server, attempt, capability), (problem) => ({ kind: 'list.failed', server, attempt, capability, problem }));
        } else if (action.kind === 'disconnect') disconnect(action);
        else parts.askTrust(action.definition);
      }
    },
    link: (server) => live.get(server)?.link ?? null,
    async closeAll() {
      await Promise.all(
        [...live].map(([server, mine]) => {
          mine.abort.abort();
          return mine.link ? closeLink(server, mine) : undefined;
        }),
      );
    },
  };
}

const calledOff: Problem = { code: 'connection-lost', message: 'the start was called off' };

const isProblem = (value: readonly unknown[] | Problem): value is Problem => !Array.isArray(value);
