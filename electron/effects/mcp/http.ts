/** Servers over streamable HTTP or the older HTTP+SSE as wires; all share one connection pool. */
import { type FetchLike, SSEClientTransport, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { Agent, fetch as undiciFetch } from 'undici';
import type { Problem } from '../../contract/problem.ts';
import type { HttpTransport, SseTransport } from '../../contract/server.ts';
import { explainNetwork, explainOther, explainStatus, type RefusedResponse, readRetryAfter, shownAddress } from './http-problem.ts';
import type { Wire } from './wire.ts';

export interface HttpPool {
  readonly fetch: FetchLike;
  close(): Promise<void>;
}

/** TCP and TLS to a server that is there take far less. */
const connectMs = 10_000;
/** Headers of an answer: a slow tool sends them late; lists and handshakes have limits of their own. */
const headersMs = 300_000;
/** Saying good-bye is a courtesy. */
const endSessionMs = 1_000;

/** One pool for all servers; a stream of events has no time limit. */
export function createHttpPool(): HttpPool {
  const dispatcher = new Agent({ connect: { timeout: connectMs }, headersTimeout: headersMs, bodyTimeout: 0 });
  // The SDK is written for the global fetch; undici's own has the same shape under other type names.
  const fetch = ((url: string | URL, init?: object) => undiciFetch(url, { ...init, dispatcher })) as unknown as FetchLike;
  return { fetch, close: () => dispatcher.destroy() };
}

interface Notes {
  refused: RefusedResponse | null;
  /** What the network threw last. */
  failure: unknown;
  session: boolean;
  /** A stream of events was open; before that, an error of it is a failed start. */
  streamOpened: boolean;
}

/** Notes the last refusal, because the errors of the SDK leave out headers and sometimes the status. */
const noting =
  (fetch: FetchLike, notes: Notes): FetchLike =>
  async (url, init) => {
    notes.failure = null;
    const response = await fetch(url, init).catch((error: unknown) => {
      notes.failure = error;
      throw error;
    });
    if (response.ok) {
      notes.refused = null;
      if (response.headers.get('content-type')?.startsWith('text/event-stream')) notes.streamOpened = true;
      if (response.headers.has('mcp-session-id')) notes.session = true;
    } else if (init?.method !== 'GET' || response.status !== 405) {
      notes.refused = {
        status: response.status,
        statusText: response.statusText,
        challenge: response.headers.get('www-authenticate'),
        retryAfterMs: readRetryAfter(response.headers.get('retry-after'), Date.now()),
      };
    }
    return response;
  };

function explainWith(url: string, notes: Notes, error: unknown, doing: string): Problem {
  const network = explainNetwork(url, error) ?? explainNetwork(url, notes.failure);
  if (network !== null) return network;
  const { refused } = notes;
  if (refused === null) return explainOther(url, error, doing);
  if (refused.status === 404 && notes.session) {
    return {
      code: 'expired',
      message: `${shownAddress(url)} does not know our session any more (404).`,
      hint: 'It is connected to again by itself.',
    };
  }
  return explainStatus(url, refused);
}

/** Tells of the end of a connection that only shows in the errors of the transport. */
const endsConnection = (kind: 'http' | 'sse', error: Error): boolean =>
  kind === 'sse'
    ? error.name === 'SseError' || error.message.startsWith('SSE error')
    : error.message.startsWith('Maximum reconnection attempts');

function createTransport(
  kind: 'http' | 'sse',
  url: URL,
  options: { fetch: FetchLike; headers: Readonly<Record<string, string>> },
): Transport & { terminateSession?: () => Promise<void> } {
  const { fetch } = options;
  const requestInit = { headers: { ...options.headers } };
  if (kind === 'http') return new StreamableHTTPClientTransport(url, { fetch, requestInit });
  return new SSEClientTransport(url, { fetch, requestInit, eventSourceInit: { fetch } });
}

function readAddress(text: string): URL | Problem {
  const shown = shownAddress(text);
  const hint = 'It must start with http:// or https://.';
  try {
    const url = new URL(text);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
    return { code: 'entry-invalid', message: `"${shown}" is not an http address.`, hint };
  } catch {
    return { code: 'entry-invalid', message: `"${shown}" is not an address.`, hint };
  }
}

type OpenedTransport = ReturnType<typeof createTransport>;

/** Ends the session where there is one and the server is still well. */
async function closeTransport(opened: OpenedTransport, notes: Notes): Promise<void> {
  if (opened.terminateSession !== undefined && notes.session && notes.refused === null && notes.failure === null) {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, endSessionMs);
    });
    const ended = opened.terminateSession().catch(() => undefined);
    await Promise.race([ended, late]).finally(() => clearTimeout(timer));
  }
  await opened.close().catch(() => undefined);
}

/** Opens a wire to the address of an entry; nothing is sent before its transport is started. */
export function openHttpWire(transport: HttpTransport | SseTransport, kind: 'http' | 'sse', pool: HttpPool): Wire | Problem {
  const url = readAddress(transport.url);
  if (!(url instanceof URL)) return url;
  const notes: Notes = { refused: null, failure: null, session: false, streamOpened: false };
  const live = new Set<OpenedTransport>();
  let closing: Promise<void> | null = null;
  let noteEnd: (problem: Problem) => void;
  const ended = new Promise<Problem>((resolve) => {
    noteEnd = resolve;
  });
  return {
    kind,
    pid: null,
    openTransport() {
      const opened = createTransport(kind, url, { fetch: noting(pool.fetch, notes), headers: transport.headers });
      live.add(opened);
      opened.onerror = (error) => {
        if (closing !== null || !notes.streamOpened || !endsConnection(kind, error)) return;
        noteEnd({
          code: 'connection-lost',
          message: `${shownAddress(transport.url)} ended the connection.`,
          hint: 'It is connected to again by itself.',
        });
      };
      return opened;
    },
    ended,
    explain: (error, doing) => explainWith(transport.url, notes, error, doing),
    refusal: () => notes.refused,
    lastLines: () => [],
    wasReached: () => notes.failure === null,
    close() {
      closing ??= Promise.all([...live].map((opened) => closeTransport(opened, notes))).then(() => undefined);
      return closing;
    },
  };
}
