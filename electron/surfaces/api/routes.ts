/** The routes of the API: each is one operation of the contract. */
import { type OperationName, operations } from '../../contract/operations.ts';
import type { Caller, Engine } from '../../engine/engine.ts';
import type { CheckedRequest } from '../http/listen.ts';
import { type Reply, refused } from '../http/reply.ts';
import { problemReply } from './problem-status.ts';

const base = '/api/v1/mcp/';
const operationsBase = `${base}operations/`;

interface Route {
  readonly method: 'GET' | 'POST';
  readonly operation: OperationName;
  readonly input: unknown;
}

interface Reading {
  readonly operation: OperationName;
  readonly input: Readonly<Record<string, unknown>>;
  /** Query parameters that are handed on, and how each is read. */
  readonly query?: Readonly<Record<string, 'number' | 'text'>>;
}

const readings: Readonly<Record<string, Reading>> = {
  status: { operation: 'status.get', input: {} },
  tools: { operation: 'listings.get', input: { capability: 'tools' } },
  prompts: { operation: 'listings.get', input: { capability: 'prompts' } },
  resources: { operation: 'listings.get', input: { capability: 'resources' } },
  approvals: { operation: 'approvals.list', input: {} },
  history: { operation: 'history.get', input: {}, query: { limit: 'number', before: 'number', server: 'text' } },
};

export const healthPath = '/healthz';

/** Makes the function that answers checked requests. */
export function apiAnswers(engine: Engine): (request: CheckedRequest) => Promise<Reply> {
  return async (request) => {
    const { method, path, caller } = request;
    if (path === healthPath) return method === 'GET' ? { status: 200, body: { ok: true } } : notAllowed('GET');
    const route = routeOf(request);
    if (route === null) return refused({ status: 404, code: 'not-found', message: 'there is no such route' });
    if (method !== route.method) return notAllowed(route.method);
    if (caller === null || !isPermitted(route.operation, caller)) {
      return refused({ status: 403, code: 'forbidden', message: `"${route.operation}" is only for the window and the command line` });
    }
    const answer = await engine.call(route.operation, route.input, caller);
    return answer.ok ? { status: 200, body: answer.result } : problemReply(answer.problem);
  };
}

const notAllowed = (allowed: string): Reply => refused({ status: 405, code: 'wrong-input', message: `this route answers ${allowed} only` });

function routeOf({ path, query, body }: CheckedRequest): Route | null {
  if (path.startsWith(operationsBase)) {
    const name = path.slice(operationsBase.length);
    return isOperation(name) ? { method: 'POST', operation: name, input: body } : null;
  }
  const name = path.startsWith(base) ? path.slice(base.length) : '';
  const reading = Object.hasOwn(readings, name) ? readings[name] : undefined;
  return reading ? { method: 'GET', operation: reading.operation, input: { ...reading.input, ...asked(reading, query) } } : null;
}

/** A number that is none goes on as text, which the contract refuses with its own words. */
function asked(reading: Reading, query: URLSearchParams): Readonly<Record<string, unknown>> {
  const given = Object.entries(reading.query ?? {}).flatMap(([name, type]): [string, unknown][] => {
    const text = query.get(name);
    if (text === null) return [];
    return [[name, type === 'number' && /^-?\d+$/.test(text) ? Number(text) : text]];
  });
  return Object.fromEntries(given);
}

const isOperation = (name: string): name is OperationName => Object.hasOwn(operations, name);

/** Approving, enabling, sources and settings are the owner's; an API key reads, operates and edits. */
export function isPermitted(operation: OperationName, caller: Caller): boolean {
  return caller === 'owner' || operations[operation].access !== 'owner';
}
