/** Who may talk to the loopback listener: exact Host, no foreign Origin, a key. Pure decisions over the headers. */
import type { Caller } from '../../engine/engine.ts';
import type { Refusal } from './reply.ts';

export interface RequestHead {
  readonly method: string;
  /** Names in the case they were sent, names and values in turn. */
  readonly rawHeaders: readonly string[];
}

const refusal = (status: number, code: Refusal['code'], message: string, hint?: string): Refusal => ({
  status,
  code,
  message,
  ...(hint === undefined ? {} : { hint }),
});

/** All values of one header; a repeated header is not a header to trust. */
export function headerValues(rawHeaders: readonly string[], name: string): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

/** Refuses what a web page could send: DNS rebinding shows in Host, cross-site requests in Origin. Gives null when fine. */
export function foreignRequest(head: RequestHead, port: number): Refusal | null {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  const hosts = headerValues(head.rawHeaders, 'host');
  if (hosts.length !== 1 || !own.includes(hosts[0] ?? ''))
    return refusal(403, 'forbidden', 'this address is not served', `Use http://127.0.0.1:${port}.`);
  const origins = headerValues(head.rawHeaders, 'origin');
  const isOwn = origins.every((origin) => own.some((host) => origin === `http://${host}`));
  if (origins.length > 1 || !isOwn) return refusal(403, 'forbidden', 'requests from other web pages are refused');
  return null;
}

/** Whose key came along; a refusal when none or a wrong one did. */
export function callerOf(head: RequestHead, check: (given: string) => Caller | null): Caller | Refusal {
  const keys = headerValues(head.rawHeaders, 'x-api-key');
  const bearers = headerValues(head.rawHeaders, 'authorization').map((value) => /^bearer +(\S+)$/i.exec(value)?.[1] ?? '');
  const given = [...keys, ...bearers];
  const caller = given.length === 1 ? check(given[0] ?? '') : null;
  return (
    caller ?? refusal(401, 'unauthorized', 'a valid key is needed', 'Send the content of the file "token" in the home folder as X-API-Key.')
  );
}

/** A body that a plain web form could send is not accepted. */
export function isJsonType(rawHeaders: readonly string[]): boolean {
  const types = headerValues(rawHeaders, 'content-type');
  return types.length === 1 && /^application\/json(\s*;\s*charset="?utf-8"?)?$/i.test(types[0]?.trim() ?? '');
}
