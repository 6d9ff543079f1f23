/** Answers of the loopback listener, as values, and the one way they are sent. */
import type { ServerResponse } from 'node:http';
import type { ProblemCode } from '../../contract/problem.ts';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A request that is not served, in the words of the API's errors. */
export interface Refusal {
  readonly status: number;
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly path?: string | undefined;
}

/** The API's error shape. */
export function refused({ status, code, message, hint, path }: Refusal): Reply {
  const error = { code, message, ...(hint === undefined ? {} : { hint }), ...(path === undefined ? {} : { path }) };
  return { status, body: { error } };
}

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'status' in value && 'code' in value;

/** Sends one JSON answer; a connection that closed meanwhile is no error. */
export function send(response: ServerResponse, { status, body }: Reply, end: { readonly closeConnection: boolean }): void {
  if (response.headersSent || response.destroyed) return;
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...(end.closeConnection ? { connection: 'close' } : {}),
  });
  response.end(text);
}
