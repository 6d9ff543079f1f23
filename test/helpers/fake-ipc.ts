/** The two sides of Electron's message border, without Electron. */
import { EventEmitter } from 'node:events';
import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron';

type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;

export class FakePage extends EventEmitter {
  readonly id: number;
  readonly received: unknown[] = [];
  constructor(id: number) {
    super();
    this.id = id;
  }
  send(_channel: string, message: unknown): void {
    this.received.push(message);
  }
  isDestroyed(): boolean {
    return false;
  }
}

export interface FakeFrame {
  readonly url: string;
  readonly parent: unknown;
}

export const ourFrame: FakeFrame = { url: 'tooltray://app/index.html', parent: null };

export function createFakeIpc() {
  const events = new EventEmitter();
  const handlers = new Map<string, Handler>();
  const main = {
    on: (channel: string, listener: (event: IpcMainEvent) => void) => events.on(channel, listener),
    off: (channel: string, listener: (event: IpcMainEvent) => void) => events.off(channel, listener),
    handle: (channel: string, handler: Handler) => void handlers.set(channel, handler),
    removeHandler: (channel: string) => void handlers.delete(channel),
  } as unknown as IpcMain;
  return {
    main,
    /** A page sends and does not wait. */
    send: (channel: string, page: FakePage, frame: FakeFrame | null = ourFrame) =>
      events.emit(channel, { sender: page, senderFrame: frame }),
    /** A page asks and waits. */
    invoke: async (channel: string, args: readonly unknown[], frame: FakeFrame | null = ourFrame): Promise<unknown> => {
      const handler = handlers.get(channel);
      if (!handler) throw new Error(`nobody handles ${channel}`);
      return handler({ senderFrame: frame } as unknown as IpcMainInvokeEvent, ...args);
    },
    handled: () => [...handlers.keys()],
  };
}
