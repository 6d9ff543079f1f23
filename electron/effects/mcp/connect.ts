/** From a definition to an open link: start or reach the server, agree on an era, within one deadline. */

import type { Client } from '@modelcontextprotocol/client';
import { ProtocolError, SdkError, SdkErrorCode } from '@modelcontextprotocol/client';
import type { Problem } from '../../contract/problem.ts';
import type { ConnectOutcome, ConnectRequest, LinkHooks } from '../../core/ports.ts';
import { type HttpPool, openHttpWire } from './http.ts';
import { createLink } from './link.ts';
import { startStdioWire } from './process/stdio-wire.ts';
import { createProtocolClient, type Era, listenForChanges } from './protocol-client.ts';
import { errorText, isProblem, type McpContext, oneLine, type Wire } from './wire.ts';

export interface ConnectContext extends McpContext {
  readonly pool: HttpPool;
}

interface Limit {
  readonly over: Promise<Problem>;
  clear(): void;
}

/** Settles when the time is up or nobody wants the connection any more. */
function startLimit({ deadlineMs, signal }: ConnectRequest): Limit {
  const givenUp: Problem = { code: 'connection-lost', message: 'It was stopped before it had started.' };
  const late: Problem = {
    code: 'deadline',
    message: `The server did not answer initialize within ${Math.round(deadlineMs / 100) / 10} s.`,
    hint: 'Try the command in a terminal; a first start may have to download something.',
  };
  let clear = (): void => {};
  const over = new Promise<Problem>((resolve) => {
    const timer = setTimeout(() => resolve(late), deadlineMs);
    const onAbort = (): void => resolve(givenUp);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    clear = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
  });
  return { over, clear };
}

type Handshake =
  | { readonly kind: 'agreed'; readonly client: Client; readonly noteChanges: (listener: LinkHooks['onListChanged']) => void }
  /** Refused by the server in the protocol: another era may fit. */
  | { readonly kind: 'refused'; readonly problem: Problem; readonly otherEra: boolean }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly final: boolean };

const unsupportedVersion = -32022;
const methodNotFound = -32601;

/** A server of the other era says so by code, or in words. */
const saysOtherEra = (error: ProtocolError): boolean =>
  error.code === unsupportedVersion || error.code === methodNotFound || /protocol\s*version/i.test(error.message);

function explainHandshake(error: unknown, wire: Wire): Handshake {
  if (error instanceof ProtocolError) {
    const problem: Problem = {
      code: 'refused-initialize',
      message: `The server refused initialize: ${oneLine(error.message)}`,
      hint: 'Its own words say what it wants; check the entry\'s "env" and "args".',
    };
    return { kind: 'refused', problem, otherEra: saysOtherEra(error) };
  }
  if (error instanceof Error && error.message.includes('protocol version is not supported')) {
    const problem: Problem = {
      code: 'unsupported-protocol',
      message: `${errorText(error)}.`,
      hint: 'The server speaks a revision of MCP that Tooltray does not know; look for an update of either.',
    };
    return { kind: 'refused', problem, otherEra: true };
  }
  if (error instanceof SdkError && error.code === SdkErrorCode.EraNegotiationFailed && wire.kind === 'stdio') {
    return { kind: 'refused', problem: { code: 'unsupported-protocol', message: oneLine(error.message) }, otherEra: true };
  }
  if (error instanceof SdkError && error.code === SdkErrorCode.InvalidResult) {
    return {
      kind: 'refused',
      problem: { code: 'refused-initialize', message: 'The server answered initialize with something else than the protocol asks for.' },
      otherEra: false,
    };
  }
  return { kind: 'failed', problem: wire.explain(error, 'answer initialize'), final: false };
}

/** One try of one era over a wire. */
async function shakeHands(wire: Wire, era: Era, request: ConnectRequest, context: ConnectContext, limit: Limit): Promise<Handshake> {
  let listener: LinkHooks['onListChanged'] = () => {};
  const client = createProtocolClient({ era, clientVersion: context.clientVersion, onListChanged: (capability) => listener(capability) });
  const agreed = client.connect(wire.openTransport(), { timeout: request.deadlineMs }).then(
    (): Handshake => ({
      kind: 'agreed',
      client,
      noteChanges: (next) => {
        listener = next;
      },
    }),
    // An exit closes the channel at once; what it says about the exit comes a moment later and is the better reason.
    async (error: unknown): Promise<Handshake> => {
      const closed = error instanceof SdkError && error.code === SdkErrorCode.ConnectionClosed;
      return closed && wire.kind === 'stdio' ? { kind: 'failed', problem: await wire.ended, final: true } : explainHandshake(error, wire);
    },
  );
  const stopped = (problem: Problem): Handshake => ({ kind: 'failed', problem, final: true });
  const outcome = await Promise.race([agreed, limit.over.then(stopped), wire.ended.then(stopped)]);
  if (outcome.kind !== 'agreed') await client.close().catch(() => undefined);
  return outcome;
}

async function finish(wire: Wire, outcome: Handshake, hooks: LinkHooks): Promise<ConnectOutcome> {
  if (outcome.kind === 'agreed') {
    void listenForChanges(outcome.client);
    return { kind: 'open', link: createLink({ client: outcome.client, wire, hooks, noteChanges: outcome.noteChanges }) };
  }
  const retryAfterMs = wire.retryAfterMs();
  await wire.close();
  return { kind: 'failed', problem: outcome.problem, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

async function connectStdio(request: ConnectRequest, hooks: LinkHooks, context: ConnectContext, limit: Limit): Promise<ConnectOutcome> {
  const { definition } = request;
  if (definition.transport.kind !== 'stdio') throw new Error('not a stdio server');
  const start = (): Promise<Wire | Problem> =>
    startStdioWire(definition, definition.transport as Extract<typeof definition.transport, { kind: 'stdio' }>, hooks, context);
  const wire = await start();
  if (isProblem(wire)) return { kind: 'failed', problem: wire };
  const first = await shakeHands(wire, request.era === 'modern' ? 'either' : 'legacy', request, context, limit);
  if (request.era !== 'modern') {
    // The same process is asked in the other era: one start stays one start.
    const second = first.kind === 'refused' && first.otherEra ? await shakeHands(wire, 'modern', request, context, limit) : first;
    return finish(wire, second.kind === 'agreed' ? second : first, hooks);
  }
  if (first.kind !== 'failed' || first.problem.code !== 'exited') return finish(wire, first, hooks);
  // It used to speak the current era and now dies of the question: an older version was installed.
  await wire.close();
  const again = await start();
  if (isProblem(again)) return { kind: 'failed', problem: again };
  return finish(again, await shakeHands(again, 'legacy', request, context, limit), hooks);
}

/** What an old HTTP+SSE server answers to a POST; credentials and overload say nothing about the transport. */
const suggestsSse = (wire: Wire, problem: Problem): boolean => {
  const status = /answered (4\d\d)/.exec(problem.message)?.[1];
  return wire.kind === 'http' && problem.code === 'http-status' && status !== undefined && !['408', '425', '429'].includes(status);
};

async function connectHttp(request: ConnectRequest, hooks: LinkHooks, context: ConnectContext, limit: Limit): Promise<ConnectOutcome> {
  const { transport } = request.definition;
  if (transport.kind === 'stdio') throw new Error('not an HTTP server');
  const open = (kind: 'http' | 'sse', eras: readonly Era[]) => reach(openHttpWire(transport, kind, context.pool), eras);
  const reach = async (wire: Wire | Problem, eras: readonly Era[]): Promise<{ wire: Wire; outcome: Handshake } | Problem> => {
    if (isProblem(wire)) return wire;
    let outcome: Handshake | null = null;
    for (const era of eras) {
      if (outcome !== null && (outcome.kind === 'agreed' || (outcome.kind === 'failed' && outcome.final) || !worthAnotherEra(outcome)))
        break;
      outcome = await shakeHands(wire, era, request, context, limit);
    }
    return outcome === null ? { code: 'internal', message: 'No era was tried.' } : { wire, outcome };
  };
  const first = await open(transport.kind, transport.kind === 'http' ? ['either', 'legacy'] : ['legacy']);
  if (isProblem(first)) return { kind: 'failed', problem: first };
  const fallback =
    transport.kind === 'http' &&
    transport.fallback === 'sse' &&
    first.outcome.kind === 'failed' &&
    suggestsSse(first.wire, first.outcome.problem);
  if (!fallback) return finish(first.wire, first.outcome, hooks);
  const second = await open('sse', ['legacy']);
  if (isProblem(second) || second.outcome.kind !== 'agreed') {
    if (!isProblem(second)) await second.wire.close();
    return finish(first.wire, first.outcome, hooks);
  }
  await first.wire.close();
  return finish(second.wire, second.outcome, hooks);
}

/** A probe that failed with a fault of the server, or silently, says nothing about the older handshake. */
const worthAnotherEra = (outcome: Handshake): boolean =>
  outcome.kind === 'failed' &&
  !outcome.final &&
  outcome.problem.code !== 'unauthorized' &&
  /answered 5\d\d|timed out|unusable reply/.test(outcome.problem.message);

/** Connects to one server; everything that was started is ended again when it does not work out. */
export async function connectServer(request: ConnectRequest, hooks: LinkHooks, context: ConnectContext): Promise<ConnectOutcome> {
  const limit = startLimit(request);
  try {
    return request.definition.transport.kind === 'stdio'
      ? await connectStdio(request, hooks, context, limit)
      : await connectHttp(request, hooks, context, limit);
  } finally {
    limit.clear();
  }
}
