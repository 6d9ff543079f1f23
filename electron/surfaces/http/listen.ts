/** The loopback listener: binds 127.0.0.1 only and checks every request before anybody else sees it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Caller } from '../../engine/engine.ts';
import { callerOf, foreignRequest, isJsonType } from './check-request.ts';
import { readBody } from './read-body.ts';
import { isRefusal, type Refusal, type Reply, refused, send } from './reply.ts';

/** Never a wildcard: nobody but this machine may reach it. */
const loopback = '127.0.0.1';
/** Ports tried after the wanted one before the system chooses. */
const nextPortsMax = 50;
/** Headers of a local program arrive at once. */
const headersTimeoutMs = 10_000;
/** A body of a few megabytes over loopback, on a machine that swaps. */
const requestTimeoutMs = 30_000;
/** Answers on their way get this long when the engine stops. */
const closeGraceMs = 1_000;
const connectionsMax = 256;

export interface CheckedRequest {
  readonly method: string;
  /** Path without the query, not decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** null only on open routes. */
  readonly caller: Caller | null;
  /** Parsed JSON of a POST; null otherwise. */
  readonly body: unknown;
}

export interface ListenOptions {
  /** Wanted port; the next free one is taken when it is in use. 0: any. */
  readonly port: number;
  readonly check: (given: string) => Caller | null;
  /** Routes that need no key; Host and Origin are checked all the same. */
  readonly isOpen: (path: string) => boolean;
  readonly answer: (request: CheckedRequest) => Promise<Reply>;
}

export interface Listening {
  readonly port: number;
  /** Resolves when nothing is open any more, after about a second at most. */
  close(): Promise<void>;
}

/** Listens; rejects only when no port at all can be had. */
export async function listenLoopback(options: ListenOptions): Promise<Listening> {
  let port = 0;
  const server = createServer(
    { headersTimeout: headersTimeoutMs, requestTimeout: requestTimeoutMs, keepAliveTimeout: 5_000, maxHeaderSize: 16_384 },
    (request, response) => {
      void serve(request, response, options, port);
    },
  );
  server.maxConnections = connectionsMax;
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    else socket.destroy();
  });
  // Neither is offered; by default Node would answer Expect by itself, before any check.
  server.on('checkContinue', (_request, response) =>
    send(response, refused({ status: 417, code: 'wrong-input', message: 'Expect is not supported' }), { closeConnection: true }),
  );
  server.on('upgrade', (_request, socket) => void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'));
  port = await bind(server, options.port);
  return { port, close: () => closeServer(server) };
}

async function bind(server: Server, wanted: number): Promise<number> {
  const last = Math.min(65_535, wanted + nextPortsMax);
  for (let port = wanted; wanted !== 0 && port <= last; port += 1) {
    const bound = await tryPort(server, port);
    if (bound !== null) return bound;
  }
  const any = await tryPort(server, 0);
  if (any === null) throw new Error('no port of 127.0.0.1 can be had');
  return any;
}

/** The port that was bound; null when it is taken or not ours to take. */
function tryPort(server: Server, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    };
    server.once('error', onError);
    server.listen({ port, host: loopback, exclusive: true }, () => {
      server.off('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : null);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), closeGraceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

async function serve(request: IncomingMessage, response: ServerResponse, options: ListenOptions, port: number): Promise<void> {
  response.on('error', () => {});
  try {
    const checked = await checkedRequest(request, options, port);
    if (isRefusal(checked)) send(response, refused(checked), { closeConnection: true });
    else send(response, await options.answer(checked), { closeConnection: false });
  } catch {
    send(response, refused({ status: 500, code: 'internal', message: 'unexpected failure; see the log' }), { closeConnection: true });
  }
}

/** Cheap checks first; nothing of the body is read for somebody without a key. */
async function checkedRequest(request: IncomingMessage, options: ListenOptions, port: number): Promise<CheckedRequest | Refusal> {
  const method = request.method ?? '';
  const head = { method, rawHeaders: request.rawHeaders };
  const foreign = foreignRequest(head, port);
  if (foreign) return foreign;
  const target = request.url ?? '';
  if (!target.startsWith('/')) return { status: 400, code: 'wrong-input', message: 'the request line must hold a path' };
  const [path = '', query = ''] = target.split('?', 2);
  const open = method === 'GET' && options.isOpen(path);
  const caller = open ? null : callerOf(head, options.check);
  if (isRefusal(caller)) return caller;
  const common = { method, path, query: new URLSearchParams(query), caller };
  if (method !== 'POST') return { ...common, body: null };
  if (!isJsonType(request.rawHeaders)) return { status: 415, code: 'wrong-input', message: 'the body must be application/json' };
  const body = await readBody(request);
  return isRefusal(body) ? body : { ...common, body: body.value };
}
