/** Whether this Linux desktop has a tray at all, asked on the session bus; other systems always have one. */
import { existsSync } from 'node:fs';
import type { Message as BusMessage, MessageBus } from 'dbus-next';

/** The panel part that shows tray icons owns this name. */
const trayName = 'org.kde.StatusNotifierWatcher';
/** A bus answers within milliseconds; one that hangs must not hold the start. */
const answerLimitMs = 1_000;
/** On a machine that is busy with its start a bus may be late; until then nobody opens a window that was not asked for. */
const certainLimitMs = 10_000;

export interface TrayHost {
  /** Known after `ready`; true wherever the question makes no sense. */
  present(): boolean;
  readonly ready: Promise<void>;
  /** Resolves once the bus has answered, or is not going to. */
  readonly certain: Promise<void>;
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
  const settled = { ready: Promise.resolve(), certain: Promise.resolve() };
  if (platform !== 'linux') return { present: () => true, ...settled, close };
  if (address === undefined) return { present: () => false, ...settled, close };

  async function ask(busAddress: string): Promise<void> {
    const { sessionBus } = await import('dbus-next');
    if (closed) return;
    const asked = sessionBus({ busAddress });
    bus = asked;
    // Questions to a bus that cannot be reached are never answered.
    const lost = new Promise<void>((resolve) => asked.on('error', () => resolve(close())));
    asked.on('message', (message: BusMessage) => {
      const [name, , owner] = message.body ?? [];
      if (message.member !== 'NameOwnerChanged' || name !== trayName) return;
      present = owner !== '';
      onChange(present);
    });
    await Promise.race([lost, question(asked)]);
  }

  async function question(asked: MessageBus): Promise<void> {
    await call(asked, 'AddMatch', `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${trayName}'`);
    const [owned] = await call(asked, 'NameHasOwner', trayName);
    present = owned === true;
  }

  const answered = ask(address).catch(() => {});
  const within = (limitMs: number) => Promise.race([answered, new Promise<void>((resolve) => setTimeout(resolve, limitMs).unref())]);
  return { present: () => present, ready: within(answerLimitMs), certain: within(certainLimitMs), close };
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
