/** Finds the engine that already serves a home and talks to it. */
import { request } from 'node:http';
import type { OperationName } from '../../contract/operations.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Answer } from '../../engine/engine.ts';
import { readApiFile } from './api-file.ts';
import { ownerFile, readToken } from './tokens.ts';

/** A living engine answers within a few milliseconds, even a busy one within this. */
const healthTimeoutMs = 1_000;
/** A sync may wait for a first package install. */
const callTimeoutMs = 240_000;

export interface RunningEngine {
  readonly port: number;
  readonly pid: number;
  call<Name extends OperationName>(name: Name, input: unknown): Promise<Answer<Name>>;
}

interface Sent {
  readonly port: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

/** The engine of a home; null when none is running or this person may not use it. */
export async function findRunningEngine(home: string): Promise<RunningEngine | null> {
  const file = readApiFile(home);
  if (file === null || !isAlive(file.pid)) return null;
  const token = readToken(ownerFile(home));
  if (token === null) return null;
  const { port, pid } = file;
  const health = await exchange({ port, method: 'GET', path: '/healthz', headers: {}, body: '', timeoutMs: healthTimeoutMs });
  if (health?.status !== 200) return null;
  return { port, pid, call: (name, input) => callOperation(port, token, name, input) };
}

async function callOperation<Name extends OperationName>(port: number, token: string, name: Name, input: unknown): Promise<Answer<Name>> {
  const headers = { 'content-type': 'application/json', 'x-api-key': token };
  const path = `/api/v1/mcp/operations/${name}`;
  const reply = await exchange({ port, method: 'POST', path, headers, body: JSON.stringify(input ?? {}), timeoutMs: callTimeoutMs });
  if (reply === null)
    return {
      ok: false,
      problem: { code: 'no-engine', message: 'the running Tooltray did not answer', hint: 'Try again; if it hangs, quit it.' },
    };
  if (reply.status === 200) return { ok: true, result: reply.body as (Answer<Name> & { ok: true })['result'] };
  return { ok: false, problem: problemOf(reply.body) };
}

function problemOf(body: unknown): Problem {
  const error = (body as { error?: { code?: Problem['code']; message?: string; hint?: string; path?: string } } | null)?.error;
  if (!error?.code || !error.message) return { code: 'no-engine', message: 'the running Tooltray gave an answer that makes no sense' };
  const { code, message, hint, path } = error;
  return { code, message, ...(hint === undefined ? {} : { hint }), ...(path === undefined ? {} : { where: { path } }) };
}

/** Signal 0 only asks; a process of somebody else counts as alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** One exchange with the listener; null when nobody answered in time. node:http because fetch takes longer to load than the rest of a command. */
function exchange(sent: Sent): Promise<{ readonly status: number; readonly body: unknown } | null> {
  return new Promise((resolve) => {
    const length = Buffer.byteLength(sent.body);
    const headers = { ...sent.headers, ...(sent.method === 'POST' ? { 'content-length': String(length) } : {}) };
    const outgoing = request(
      { host: '127.0.0.1', port: sent.port, method: sent.method, path: sent.path, headers, agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => void parts.push(part));
        response.on('error', () => resolve(null));
        response.on('close', () => resolve(null));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(parts).toString('utf8')) }));
      },
    );
    outgoing.setTimeout(sent.timeoutMs, () => outgoing.destroy());
    outgoing.on('error', () => resolve(null));
    outgoing.end(sent.body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
