/** A desktop for tests: a private session bus with a tray (watcher and host) and a notification daemon. */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { interface as dbusInterface, type Message, type MessageBus, sessionBus } from 'dbus-next';
import { TrayItem } from './tray-item.ts';

const { Interface, ACCESS_READ } = dbusInterface;

export interface SeenNotification {
  readonly id: number;
  readonly app: string;
  readonly summary: string;
  readonly body: string;
  readonly actions: readonly string[];
  readonly urgency: unknown;
}

export interface DesktopBusOptions {
  /** False: a desktop without a tray; `showTray` brings one later. */
  readonly tray?: boolean;
  readonly notifications?: boolean;
}

interface Registered {
  readonly name: string;
  readonly path: string;
}

const watcherName = 'org.kde.StatusNotifierWatcher';
const notificationsName = 'org.freedesktop.Notifications';
/** Electron registers its tray 0.2 to 0.5 s after its start; the rest is for a machine under load. */
const trayLimitMs = 15_000;

/** What the watcher's D-Bus object asks of us. */
interface Registrations {
  names(): string[];
  register(service: string): void;
}

function makeWatcher(registrations: Registrations) {
  class Watcher extends Interface {
    get RegisteredStatusNotifierItems(): string[] {
      return registrations.names();
    }
    get IsStatusNotifierHostRegistered(): boolean {
      return true;
    }
    get ProtocolVersion(): number {
      return 0;
    }
    RegisterStatusNotifierItem(service: string): void {
      registrations.register(service);
    }
    RegisterStatusNotifierHost(): void {}
    StatusNotifierItemRegistered(service: string): string {
      return service;
    }
    StatusNotifierItemUnregistered(service: string): string {
      return service;
    }
    StatusNotifierHostRegistered(): void {}
  }
  Watcher.configureMembers({
    properties: {
      RegisteredStatusNotifierItems: { signature: 'as', access: ACCESS_READ },
      IsStatusNotifierHostRegistered: { signature: 'b', access: ACCESS_READ },
      ProtocolVersion: { signature: 'i', access: ACCESS_READ },
    },
    methods: { RegisterStatusNotifierItem: { inSignature: 's' }, RegisterStatusNotifierHost: { inSignature: 's' } },
    signals: {
      StatusNotifierItemRegistered: { signature: 's' },
      StatusNotifierItemUnregistered: { signature: 's' },
      StatusNotifierHostRegistered: { signature: '' },
    },
  });
  return new Watcher(watcherName);
}

function makeNotifications(seen: (note: SeenNotification) => void) {
  let lastId = 0;
  class Notifications extends Interface {
    GetCapabilities(): string[] {
      return ['body', 'actions', 'body-markup'];
    }
    GetServerInformation(): string[] {
      return ['tooltray-test', 'tooltray-test', '1', '1.2'];
    }
    Notify(
      ...[app, replaces, , summary, body, actions, hints]: [
        string,
        number,
        string,
        string,
        string,
        string[],
        Record<string, { value: unknown }>,
        number,
      ]
    ): number {
      lastId += 1;
      const id = replaces || lastId;
      seen({ id, app, summary, body, actions, urgency: hints.urgency?.value });
      return id;
    }
    CloseNotification(id: number): void {
      this.NotificationClosed(id, 3);
    }
    NotificationClosed(id: number, why: number): [number, number] {
      return [id, why];
    }
    ActionInvoked(id: number, key: string): [number, string] {
      return [id, key];
    }
  }
  Notifications.configureMembers({
    methods: {
      GetCapabilities: { outSignature: 'as' },
      GetServerInformation: { outSignature: 'ssss' },
      Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
      CloseNotification: { inSignature: 'u' },
    },
    signals: { NotificationClosed: { signature: 'uu' }, ActionInvoked: { signature: 'us' } },
  });
  return new Notifications(notificationsName);
}

export class DesktopBus extends EventEmitter {
  /** For the app under test, as DBUS_SESSION_BUS_ADDRESS. */
  readonly address: string;
  /** Every notification shown so far, oldest first. */
  readonly notes: SeenNotification[] = [];
  readonly #daemon: ChildProcess;
  readonly #bus: MessageBus;
  readonly #items = new Map<string, Registered>();
  readonly #watcher: ReturnType<typeof makeWatcher>;
  readonly #notifications: ReturnType<typeof makeNotifications>;
  readonly #killOnExit = () => this.#daemon.kill('SIGKILL');
  #lastSender = '';

  private constructor(daemon: ChildProcess, address: string) {
    super();
    this.#daemon = daemon;
    this.address = address;
    this.#bus = sessionBus({ busAddress: address });
    this.#bus.on('error', () => {});
    this.#bus.on('message', (message: Message) => {
      if (message.member === 'RegisterStatusNotifierItem') this.#lastSender = message.sender;
    });
    this.#watcher = makeWatcher({ names: () => [...this.#items.keys()], register: (service) => this.#register(service) });
    this.#notifications = makeNotifications((note) => {
      this.notes.push(note);
      this.emit('note', note);
    });
    // A killed test run must not leave its bus behind.
    process.once('exit', this.#killOnExit);
  }

  /** Starts a bus of its own; call `stop` when done. */
  static async start({ tray = true, notifications = true }: DesktopBusOptions = {}): Promise<DesktopBus> {
    const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(daemon.stdout, 'data')) as [Buffer];
    const desktop = new DesktopBus(daemon, String(line).trim());
    desktop.#bus.export('/org/freedesktop/Notifications', desktop.#notifications);
    desktop.#bus.export('/StatusNotifierWatcher', desktop.#watcher);
    if (notifications) await desktop.#bus.requestName(notificationsName, 0);
    if (tray) await desktop.showTray();
    return desktop;
  }

  /** A panel with a tray appears. */
  async showTray(): Promise<void> {
    await this.#bus.requestName(watcherName, 0);
  }

  /** The panel goes away, and what was registered with it. */
  async hideTray(): Promise<void> {
    this.#items.clear();
    await this.#bus.releaseName(watcherName);
  }

  /** The newest tray item, ready to be asked; waits for the first one. */
  async item(limitMs = trayLimitMs): Promise<TrayItem> {
    if (this.#items.size === 0) await once(this, 'item', { signal: AbortSignal.timeout(limitMs) });
    const newest = [...this.#items.values()].at(-1);
    if (newest === undefined) throw new Error('no tray item is registered');
    const item = new TrayItem(this.#bus, newest.name, newest.path);
    await item.ready;
    return item;
  }

  /** The person clicks a notification (`default`) or one of its buttons. */
  clickNote(id: number, action = 'default'): void {
    this.#notifications.ActionInvoked(id, action);
  }

  async stop(): Promise<void> {
    process.off('exit', this.#killOnExit);
    const ended = this.#daemon.exitCode === null ? once(this.#daemon, 'exit') : Promise.resolve();
    this.#bus.disconnect();
    this.#daemon.kill();
    await ended;
  }

  /** Seen: a unique bus name (Chromium 114), a well-known name, an object path. */
  #register(service: string): void {
    const slash = service.indexOf('/');
    const name = slash === 0 ? this.#lastSender : slash > 0 ? service.slice(0, slash) : service;
    const path = slash >= 0 ? service.slice(slash) : '/StatusNotifierItem';
    this.#items.set(service, { name, path });
    this.emit('item');
    this.#watcher.StatusNotifierItemRegistered(service);
  }
}
