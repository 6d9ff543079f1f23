/** One tray item as a panel sees it. Chromium exports no introspection data, so every call is made by hand. */
import { Message, type MessageBus, Variant } from 'dbus-next';

const itemInterface = 'org.kde.StatusNotifierItem';
const menuInterface = 'com.canonical.dbusmenu';
/** `type` of a signal on the bus. */
const signalType = 4;

export interface MenuNode {
  readonly id: number;
  /** Without the underscore that marks an access key. */
  readonly label: string;
  readonly enabled: boolean;
  readonly visible: boolean;
  readonly separator: boolean;
  /** 1 when checked. */
  readonly toggleState: number;
  readonly children: readonly MenuNode[];
}

type Layout = [number, Record<string, Variant>, Variant<Layout>[]];

function menuNode([id, properties, children]: Layout): MenuNode {
  const value = (name: string): unknown => properties[name]?.value;
  return {
    id,
    label: String(value('label') ?? '').replaceAll('_', ''),
    enabled: value('enabled') !== false,
    visible: value('visible') !== false,
    separator: value('type') === 'separator',
    toggleState: Number(value('toggle-state') ?? 0),
    children: children.map((child) => menuNode(child.value)),
  };
}

export class TrayItem {
  /** Names of the signals it sent since this object was made (`NewIcon`, `NewToolTip`, …). */
  readonly signals: string[] = [];
  /** Called with the name of each signal as it comes. */
  onSignal: ((member: string) => void) | null = null;
  readonly ready: Promise<unknown>;
  readonly #bus: MessageBus;
  readonly #name: string;
  readonly #path: string;
  #menuPath: string | null = null;

  constructor(bus: MessageBus, name: string, path: string) {
    this.#bus = bus;
    this.#name = name;
    this.#path = path;
    bus.on('message', (message) => {
      if (message.type !== signalType || message.sender !== name) return;
      this.signals.push(message.member);
      this.onSignal?.(message.member);
    });
    const rule = `type='signal',sender='${name}'`;
    this.ready = this.#send('org.freedesktop.DBus', '/org/freedesktop/DBus', ['org.freedesktop.DBus', 'AddMatch', 's', [rule]]);
  }

  async get(property: string): Promise<unknown> {
    const [variant] = await this.#ask(['org.freedesktop.DBus.Properties', 'Get', 'ss', [itemInterface, property]]);
    return (variant as Variant).value;
  }

  /** What the person reads when pointing at the icon. */
  async tooltip(): Promise<string> {
    const [, , title, text] = (await this.get('ToolTip')) as [string, unknown, string, string];
    return title || text;
  }

  /** Size and every pixel (ARGB) of the icon; null while there is none. */
  async icon(): Promise<{ readonly width: number; readonly height: number; readonly pixels: Buffer } | null> {
    const [first] = (await this.get('IconPixmap')) as [number, number, Buffer][];
    if (first === undefined) return null;
    const [width, height, pixels] = first;
    return { width, height, pixels };
  }

  /** The person clicks the icon. */
  async activate(): Promise<void> {
    await this.#ask([itemInterface, 'Activate', 'ii', [0, 0]]);
  }

  async menu(): Promise<MenuNode> {
    await this.#askMenu('AboutToShow', 'i', [0]).catch(() => []);
    const [, root] = await this.#askMenu('GetLayout', 'iias', [0, -1, []]);
    return menuNode(root as Layout);
  }

  /** Visible labels of the first level, separators left out. */
  async labels(): Promise<readonly string[]> {
    const { children } = await this.menu();
    return children.filter((node) => node.visible && !node.separator).map((node) => node.label);
  }

  /** Chooses a menu entry by its labels, from the first level down. Ids change with each rebuild, so it looks first. */
  async click(...labels: readonly string[]): Promise<void> {
    let node = await this.menu();
    for (const label of labels) {
      const next = node.children.find((child) => child.label === label);
      if (next === undefined) throw new Error(`no menu entry "${label}" in: ${node.children.map((child) => child.label).join(' | ')}`);
      if (!next.enabled) throw new Error(`menu entry "${label}" is disabled`);
      node = next;
    }
    await this.#askMenu('Event', 'isvu', [node.id, 'clicked', new Variant('i', 0), 0]);
  }

  async #askMenu(member: string, signature: string, body: unknown[]): Promise<unknown[]> {
    this.#menuPath ??= (await this.get('Menu')) as string;
    return this.#send(this.#name, this.#menuPath, [menuInterface, member, signature, body]);
  }

  async #ask(call: readonly [string, string, string, unknown[]]): Promise<unknown[]> {
    return this.#send(this.#name, this.#path, call);
  }

  async #send(destination: string, path: string, call: readonly [string, string, string, unknown[]]): Promise<unknown[]> {
    const [target, member, signature, body] = call;
    const answer = await this.#bus.call(new Message({ destination, path, interface: target, member, signature, body }));
    return answer?.body ?? [];
  }
}
