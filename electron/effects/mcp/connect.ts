/** From a definition to an open link: start or reach the server, agree on an era, within one deadline. */
import type { Problem } from '../../contract/problem.ts';
import type { HttpTransport, SseTransport, StdioTransport } from '../../contract/server.ts';
import type { ConnectOutcome, ConnectRequest, LinkHooks } from '../../core/ports.ts';
import { type Handshake, type Limit, shakeHands, startLimit } from './handshake.ts';
import { type HttpPool, openHttpWire } from './http.ts';
import { createLink } from './link.ts';
import { startStdioWire } from './process/stdio-wire.ts';
import { type Era, listenForChanges } from './protocol-client.ts';
import { isProblem, type McpContext, type Wire } from './wire.ts';

export interface ConnectContext extends McpContext {
  readonly pool: HttpPool;
}

interface Connecting {
  readonly request: ConnectRequest;
  readonly hooks: LinkHooks;
  readonly context: ConnectContext;
  readonly limit: Limit;
}

const tryEra = ({ request, context, limit }: Connecting, wire: Wire, era: Era): Promise<Handshake> =>
  shakeHands(wire, { era, clientVersion: context.clientVersion, deadlineMs: request.deadlineMs, limit });

/** Makes a link of what was agreed; ends the wire otherwise. */
async function finish({ hooks }: Connecting, wire: Wire, outcome: Handshake): Promise<ConnectOutcome> {
  if (outcome.kind === 'agreed') {
    void listenForChanges(outcome.client);
    return { kind: 'open', link: createLink({ client: outcome.client, wire, hooks, noteChanges: outcome.noteChanges }) };
  }
  const retryAfterMs = wire.refusal()?.retryAfterMs;
  const problem = withEvidence(outcome.problem, wire);
  await wire.close();
  return { kind: 'failed', problem, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** What a program wrote before it kept silent or said no often tells why. */
const toldByLines = new Set<Problem['code']>(['deadline', 'refused-initialize', 'unsupported-protocol']);

function withEvidence(problem: Problem, wire: Wire): Problem {
  // Ended within the handshake: a start that never worked is another matter than an end after hours.
  if (problem.code === 'exited') return { ...problem, message: problem.message.replace(/\.$/, ' before it answered.') };
  const lines = toldByLines.has(problem.code) ? wire.lastLines() : [];
  return lines.length === 0 ? problem : { ...problem, evidence: [...(problem.evidence ?? []), ...lines] };
}

async function connectStdio(connecting: Connecting, transport: StdioTransport): Promise<ConnectOutcome> {
  const { request, hooks, context, limit } = connecting;
  const start = (): Promise<Wire | Problem> => startStdioWire(request.definition, transport, hooks, context);
  const wire = await start();
  if (isProblem(wire)) return { kind: 'failed', problem: wire };
  if (request.era === 'modern') {
    const known = await tryEra(connecting, wire, 'either');
    if (known.kind !== 'failed' || limit.isOver()) return finish(connecting, wire, known);
    // It used to speak the current era and now does not survive the question: an older version was installed.
    await wire.close();
    const again = await start();
    return isProblem(again) ? { kind: 'failed', problem: again } : finish(connecting, again, await tryEra(connecting, again, 'legacy'));
  }
  const first = await tryEra(connecting, wire, 'legacy');
  // The same process is asked in the other era: one start stays one start.
  const second = first.kind === 'refused' && first.otherEra ? await tryEra(connecting, wire, 'modern') : first;
  return finish(connecting, wire, second.kind === 'agreed' ? second : first);
}

/** Credentials and overload say nothing about the transport; any other 4xx is what an old HTTP+SSE server answers to a POST. */
const notAboutTransport = new Set([401, 403, 408, 425, 429]);
const suggestsSse = (status: number | undefined): boolean =>
  status !== undefined && status >= 400 && status < 500 && !notAboutTransport.has(status);

/** A probe that met a fault of the server, silence or nonsense says nothing about the older handshake; a dead address does. */
function worthOlderEra(wire: Wire, outcome: Handshake): boolean {
  if (outcome.kind !== 'failed') return false;
  const status = wire.refusal()?.status;
  return status !== undefined ? status >= 500 : wire.wasReached();
}

interface Reached {
  readonly wire: Wire;
  readonly outcome: Handshake;
}

async function reach(connecting: Connecting, transport: HttpTransport | SseTransport, kind: 'http' | 'sse'): Promise<Reached | Problem> {
  const wire = openHttpWire(transport, kind, connecting.context.pool);
  if (isProblem(wire)) return wire;
  if (kind === 'sse') return { wire, outcome: await tryEra(connecting, wire, 'legacy') };
  const outcome = await tryEra(connecting, wire, 'either');
  const again = !connecting.limit.isOver() && worthOlderEra(wire, outcome);
  return { wire, outcome: again ? await tryEra(connecting, wire, 'legacy') : outcome };
}

async function connectHttp(connecting: Connecting, transport: HttpTransport | SseTransport): Promise<ConnectOutcome> {
  const first = await reach(connecting, transport, transport.kind);
  if (isProblem(first)) return { kind: 'failed', problem: first };
  const mayFallBack = transport.kind === 'http' && transport.fallback === 'sse' && first.outcome.kind === 'failed';
  if (!mayFallBack || connecting.limit.isOver() || !suggestsSse(first.wire.refusal()?.status))
    return finish(connecting, first.wire, first.outcome);
  const second = await reach(connecting, transport, 'sse');
  if (isProblem(second)) return finish(connecting, first.wire, first.outcome);
  const [better, other] = second.outcome.kind === 'agreed' ? [second, first] : [first, second];
  await other.wire.close();
  return finish(connecting, better.wire, better.outcome);
}

/** Connects to one server; everything that was started is ended again when it does not work out. */
export async function connectServer(request: ConnectRequest, hooks: LinkHooks, context: ConnectContext): Promise<ConnectOutcome> {
  const limit = startLimit(request);
  const connecting: Connecting = { request, hooks, context, limit };
  const { transport } = request.definition;
  try {
    return await (transport.kind === 'stdio' ? connectStdio(connecting, transport) : connectHttp(connecting, transport));
  } finally {
    limit.clear();
  }
}
