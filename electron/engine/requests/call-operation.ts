/** One request through the contract: access, input, handler; whatever happens, an answer comes back. */
import { operations as contract, type OperationName } from '../../contract/operations.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Logger } from '../../core/ports.ts';
import type { Answer, Caller } from '../engine.ts';
import type { Handlers } from './handlers.ts';

/** Runs `name`; refuses callers without access and input that does not fit its schema. Never throws. */
export async function callOperation<Name extends OperationName>(
  handlers: Handlers,
  logger: Logger,
  name: Name,
  input: unknown,
  caller: Caller,
): Promise<Answer<Name>> {
  const row = Object.hasOwn(contract, name) ? contract[name] : undefined;
  if (!row) return refused({ code: 'not-found', message: `there is no operation "${String(name).slice(0, 100)}"` });
  if (row.access === 'owner' && caller !== 'owner')
    return refused({ code: 'forbidden', message: `"${name}" is only for the window and the command line` });
  const parsed = row.input.safeParse(input ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const pointer = (issue?.path ?? []).map((step) => `/${String(step)}`).join('');
    return refused({ code: 'wrong-input', message: issue?.message ?? 'wrong input', where: { pointer } });
  }
  try {
    const handler = handlers[name] as (input: unknown, caller: Caller) => Promise<unknown>;
    const result = await handler(parsed.data, caller);
    return isProblem(result) ? refused(result) : { ok: true, result: result as (Answer<Name> & { ok: true })['result'] };
  } catch (error) {
    logger.error('an operation failed unexpectedly', {
      operation: name,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return refused({ code: 'internal', message: 'unexpected failure; see the log' });
  }
}

const refused = (problem: Problem): { readonly ok: false; readonly problem: Problem } => ({ ok: false, problem });

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
