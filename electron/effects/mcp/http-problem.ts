/** What can go wrong with a server over HTTP, as one line and a next step; the query of an address is never shown. */
import { STATUS_CODES } from 'node:http';
import type { Problem } from '../../contract/problem.ts';
import { errorText, oneLine } from './wire.ts';

export interface RefusedResponse {
  readonly status: number;
  readonly statusText: string;
  /** Value of WWW-Authenticate: what the server says it wants. */
  readonly challenge: string | null;
  /** Value of Retry-After, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/** A server may not keep us away for longer than a day by itself. */
const retryAfterMaxMs = 86_400_000;

/** Reads Retry-After: seconds, or a date relative to `nowWall`; undefined when it says nothing useful. */
export function readRetryAfter(value: string | null, nowWall: number): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const seconds = Number(value);
  const delayMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - nowWall;
  return Number.isFinite(delayMs) ? Math.min(retryAfterMaxMs, Math.max(0, delayMs)) : undefined;
}

/** An address without user, password, query and fragment: keys are often put there. */
export function shownAddress(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname}`;
  } catch {
    return oneLine(url.split(/[?#]/)[0] ?? '');
  }
}

const statusWords = ({ status, statusText }: RefusedResponse): string =>
  oneLine(`${status} ${statusText || (STATUS_CODES[status] ?? '')}`, 80);

/** The problem for an answer with a status that is no success. */
export function explainStatus(url: string, response: RefusedResponse): Problem {
  const message = `${shownAddress(url)} answered ${statusWords(response)}.`;
  const { status, challenge } = response;
  const evidence = challenge === null || challenge.trim() === '' ? {} : { evidence: [`WWW-Authenticate: ${oneLine(challenge)}`] };
  if (status === 401)
    return {
      code: 'unauthorized',
      message,
      hint: 'It wants credentials: put a valid key into "headers", for example "Authorization": "Bearer …".',
      ...evidence,
    };
  if (status === 403)
    return { code: 'unauthorized', message, hint: 'The credentials in "headers" are not allowed to use it.', ...evidence };
  const hint =
    status === 404 || status === 405
      ? 'Check the address; many servers answer at a path such as /mcp or /sse.'
      : status === 429
        ? 'It is asked too often; it is tried again by itself.'
        : status >= 500
          ? 'The server itself has a fault; it is tried again by itself.'
          : status >= 300 && status < 400
            ? 'It points to another address, which is not followed; put the new address into the entry.'
            : 'Check the address and "headers".';
  return { code: 'http-status', message, hint };
}

/** System, TLS and pool codes; the SDK's own codes have another shape. */
const networkCodePattern =
  /^(E[A-Z0-9]+|EAI_[A-Z]+|UND_ERR_[A-Z_]+|CERT_[A-Z_]+|DEPTH_[A-Z_]+|SELF_SIGNED_[A-Z_]+|UNABLE_TO_[A-Z_]+|ERR_(TLS|SSL)_[A-Z_]+)$/;
/** Errors are wrapped a few times; a loop of causes must not hang us. */
const causesMax = 8;

/** Code of the network or TLS failure behind an error, however deep it is wrapped. */
function networkCode(error: unknown): string | null {
  let current: unknown = error;
  for (let depth = 0; depth < causesMax && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string' && networkCodePattern.test(current.code)) return current.code;
    current = current instanceof AggregateError && current.errors.length > 0 ? current.errors[0] : current.cause;
  }
  return null;
}

const networkWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name could not be looked up',
  ECONNRESET: 'it cut the connection',
  EPIPE: 'it cut the connection',
  ETIMEDOUT: 'it did not answer in time',
  EHOSTUNREACH: 'there is no way to its network',
  ENETUNREACH: 'there is no way to its network',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'it did not answer in time',
  UND_ERR_SOCKET: 'it cut the connection',
};

/** The problem for a connection that failed below HTTP; null when the error tells of something else. */
export function explainNetwork(url: string, error: unknown): Problem | null {
  const code = networkCode(error);
  if (code === null) return null;
  const isTls = /^(CERT|DEPTH|SELF_SIGNED|UNABLE|ERR_TLS|ERR_SSL|EPROTO)/.test(code);
  const why = isTls ? `its certificate or encryption was not accepted (${code})` : (networkWords[code] ?? code);
  return {
    code: 'unreachable',
    message: `${shownAddress(url)} cannot be reached: ${why}.`,
    hint: isTls ? 'Check the address and the certificate of the server.' : 'Check the address, and whether the server runs.',
  };
}

/** The problem for anything else the SDK threw. */
export const explainOther = (url: string, error: unknown, doing: string): Problem => ({
  code: 'unreachable',
  message: `${shownAddress(url)} did not ${doing}: ${errorText(error).replaceAll(url, shownAddress(url))}`,
  hint: 'Check that the address is that of an MCP server.',
});
