/** Whether this Linux desktop has a tray at all, asked on the session bus; other systems always have one. */
import { existsSync } from 'node:fs';
import type { Message as BusMessage, MessageBus } from 'dbus-next';

/** The panel part that shows tray icons owns this name. */
const trayName = 'org.kde.StatusNotifierWatcher';
/** A bus answers within milliseconds; one that hangs must not hold the start. */
const answerLimitMs = 1_000;

export interface TrayHost {
  /** Known after `ready`; true wherever the question makes no sense. */
  present(): boolean;
  readonly ready: Promise<void>;
  close(): void;
}

interface Options {
  readonly platform?: NodeJS.Platform;
  /** Address of the session bus; default as the environment says. */
  readonly address?: string | undefined;
  /** Called when a tray comes (true) or goes (false) after the first answer. */
  readonly onChange: (present: boolean) => void;
}

/** Asks for the tray and follows its coming and going. Never fails: without a bus there is no tray. */
export function watchTrayHost({ platform = process.platform, address = sessionAddress(), onChange }: Options): TrayHost {
  let present = platform !== 'linux';
  let bus: MessageBus | null = null;
  let closed = false;
  const close = () => {
    closed = true;
    bus?.disconnect();
    bus = null;
  };
  if (platform !== 'linux') return { present: () => true, ready: Promise.resolve(), close };
  if (address === undefined) return { present: () => false, ready: Promise.resolve(), close };

  async function ask(busAddress: string): Promise<void> {
    const { sessionBus } = await import('dbus-next');
    if (closed) return;
    bus = sessionBus({ busAddress });
    bus.on('error', close);
    bus.on('message', (message: BusMessage) => {
      const [name, , owner] = message.body ?? [];
      if (message.member !== 'NameOwnerChanged' || name !== trayName) return;
      present = owner !== '';
      onChange(present);
    });
    await call(bus, 'AddMatch', `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${trayName}'`);
    const [owned] = await call(bus, 'NameHasOwner', trayName);
    present = owned === true;
  }

  // A bus that answers late still reports changes; only the start no longer waits for it.
  const ready = Promise.race([ask(address).catch(() => {}), new Promise<void>((resolve) => setTimeout(resolve, answerLimitMs).unref())]);
  return { present: () => present, ready, close };
}

async function call(bus: MessageBus, member: string, argument: string): Promise<readonly unknown[]> {
  const { Message } = await import('dbus-next');
  const target = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' };
  const answer = await bus.call(new Message({ ...target, member, signature: 's', body: [argument] }));
  return answer?.body ?? [];
}

/** The library would otherwise start other programs to find a bus. */
function sessionAddress(): string | undefined {
  const named = process.env.DBUS_SESSION_BUS_ADDRESS;
  if (named) return named;
  const usual = `/run/user/${process.getuid?.() ?? 0}/bus`;
  return existsSync(usual) ? `unix:path=${usual}` : undefined;
}
