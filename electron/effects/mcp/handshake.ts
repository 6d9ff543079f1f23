/** One try to agree with a server on an era, within a limit of time. */
import { type Client, ProtocolError, SdkError, SdkErrorCode, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/client';
import type { Problem } from '../../contract/problem.ts';
import type { ConnectRequest, LinkHooks } from '../../core/ports.ts';
import { createProtocolClient, type Era, modernVersion } from './protocol-client.ts';
import { errorText, oneLine, type Wire } from './wire.ts';

export interface Limit {
  readonly over: Promise<Problem>;
  isOver(): boolean;
  clear(): void;
}

export type Handshake =
  | { readonly kind: 'agreed'; readonly client: Client; readonly noteChanges: (listener: LinkHooks['onListChanged']) => void }
  /** The server answered, and said no. */
  | { readonly kind: 'refused'; readonly problem: Problem; readonly otherEra: boolean }
  /** There was no usable answer. */
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Settles when the time is up or nobody wants the connection any more. */
export function startLimit({ deadlineMs, signal, definition }: ConnectRequest): Limit {
  const givenUp: Problem = { code: 'connection-lost', message: 'It was stopped before it had started.' };
  const late: Problem = {
    code: 'deadline',
    message: `The server did not answer initialize within ${Math.round(deadlineMs / 100) / 10} s.`,
    hint:
      definition.transport.kind === 'stdio'
        ? 'Try the command in a terminal; a first start may have to download something.'
        : 'Check the address, and whether the server is well.',
  };
  let isOver = false;
  let clear = (): void => {};
  const over = new Promise<Problem>((resolve) => {
    const end = (problem: Problem): void => {
      isOver = true;
      resolve(problem);
    };
    const timer = setTimeout(() => end(late), deadlineMs);
    const onAbort = (): void => end(givenUp);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    clear = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
  });
  return { over, isOver: () => isOver, clear };
}

const spoken = `Tooltray speaks ${[modernVersion, ...SUPPORTED_PROTOCOL_VERSIONS].join(', ')}`;
const unsupportedVersion = -32022;
const methodNotFound = -32601;

/** A server of the other era says so by code, or in words. */
const saysOtherEra = (error: ProtocolError): boolean =>
  error.code === unsupportedVersion || error.code === methodNotFound || /protocol\s?version/i.test(error.message);

const refused = (problem: Problem, otherEra: boolean): Handshake => ({ kind: 'refused', problem, otherEra });

function explainHandshake(error: unknown, wire: Wire): Handshake {
  if (error instanceof ProtocolError) {
    const message = `The server refused initialize: ${oneLine(error.message)}`;
    const hint = 'Its own words say what it wants; look at "env" and "args" of the entry.';
    return refused({ code: 'refused-initialize', message, hint }, saysOtherEra(error));
  }
  if (error instanceof Error && error.message.includes('protocol version is not supported')) {
    const hint = 'The server speaks a revision of MCP that Tooltray does not know; look for an update of either.';
    return refused({ code: 'unsupported-protocol', message: `${errorText(error)}.`, hint, evidence: [spoken] }, true);
  }
  if (error instanceof SdkError && error.code === SdkErrorCode.EraNegotiationFailed && wire.kind === 'stdio') {
    return refused({ code: 'unsupported-protocol', message: oneLine(error.message), evidence: [spoken] }, true);
  }
  if (error instanceof SdkError && error.code === SdkErrorCode.InvalidResult) {
    const message = 'The server answered initialize with something else than the protocol asks for.';
    return refused({ code: 'refused-initialize', message }, false);
  }
  return { kind: 'failed', problem: wire.explain(error, 'answer initialize') };
}

export interface HandshakeOptions {
  readonly era: Era;
  readonly clientVersion: string;
  /** For the SDK's own timer; `limit` is what counts. */
  readonly deadlineMs: number;
  readonly limit: Limit;
}

/** Tries one era over a wire; the wire lives on, whatever comes out. */
export async function shakeHands(wire: Wire, { era, clientVersion, deadlineMs, limit }: HandshakeOptions): Promise<Handshake> {
  let listener: LinkHooks['onListChanged'] = () => {};
  const client = createProtocolClient({ era, clientVersion, onListChanged: (capability) => listener(capability) });
  const noteChanges = (next: LinkHooks['onListChanged']): void => {
    listener = next;
  };
  const agreed = client.connect(wire.openTransport(), { timeout: deadlineMs }).then(
    (): Handshake => ({ kind: 'agreed', client, noteChanges }),
    // An exit closes the channel at once; what it says about the exit comes a moment later and is the better reason.
    async (error: unknown): Promise<Handshake> => {
      const closed = error instanceof SdkError && error.code === SdkErrorCode.ConnectionClosed;
      return closed && wire.kind === 'stdio' ? { kind: 'failed', problem: await wire.ended } : explainHandshake(error, wire);
    },
  );
  const stopped = (problem: Problem): Handshake => ({ kind: 'failed', problem });
  const outcome = await Promise.race([agreed, limit.over.then(stopped), wire.ended.then(stopped)]);
  if (outcome.kind !== 'agreed') await client.close().catch(() => undefined);
  return outcome;
}
