/** The window's requests: sender, name and input are checked before the engine sees them. */
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { type OperationName, operations } from '../../contract/operations.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Answer, Engine } from '../../engine/engine.ts';
import { isTrustedSender, type TrustedOrigins } from './trusted-sender.ts';

export const invokeChannel = 'tooltray:invoke';

type Refusal = { readonly ok: false; readonly problem: Problem };

const refuse = (problem: Problem): Refusal => ({ ok: false, problem });
const isOperation = (name: unknown): name is OperationName => typeof name === 'string' && Object.hasOwn(operations, name);

/** Serves the operation table to our page; gives a function that ends it. */
export function serveOperations(
  ipc: Pick<IpcMain, 'handle' | 'removeHandler'>,
  engine: Pick<Engine, 'call'>,
  origins: TrustedOrigins,
): () => void {
  ipc.handle(invokeChannel, async (event: IpcMainInvokeEvent, name: unknown, input: unknown): Promise<Answer<OperationName>> => {
    // A frame that was navigated away or removed meanwhile throws or is null: both are no trusted sender.
    if (!isTrustedSender(senderOf(event), origins)) {
      return refuse({ code: 'forbidden', message: 'only the window of Tooltray may ask this' });
    }
    if (!isOperation(name)) return refuse({ code: 'not-found', message: 'there is no such operation' });
    try {
      return await engine.call(name, input, 'owner');
    } catch {
      return refuse({ code: 'internal', message: `${name} could not be carried out`, hint: 'Look at the log of Tooltray, and try again.' });
    }
  });
  return () => ipc.removeHandler(invokeChannel);
}

function senderOf(event: IpcMainInvokeEvent) {
  try {
    return event.senderFrame;
  } catch {
    return null;
  }
}
