/** Puts parts of the page on a screen in memory, over a given view, and finds things there by role and name. */
import { MantineProvider } from '@mantine/core';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { onTestFinished } from 'vitest';
import type { AppView } from '../../electron/contract/app-view.ts';
import type { FeedMessage } from '../../electron/contract/feed.ts';
import type { OperationName } from '../../electron/contract/operations.ts';
import { App } from '../../renderer/app.tsx';
import { createAppViewStore } from '../../renderer/bridge/app-view-store.ts';
import { ClientContext, createClient } from '../../renderer/bridge/client.ts';
import { StoreContext } from '../../renderer/bridge/use-app-view.ts';
import { theme } from '../../renderer/theme.ts';
import { clearToasts } from '../../renderer/ui/toast.tsx';

(globalThis as Record<string, unknown>).IS_REACT_ACT_ENVIRONMENT = true;
// Parts of the window that this screen in memory does not have and no test depends on.
globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
} as unknown as typeof ResizeObserver;

Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true });

export interface Asked {
  readonly name: string;
  readonly input: unknown;
}

export interface Screen {
  readonly root: HTMLElement;
  readonly asked: Asked[];
  send(message: FeedMessage): void;
  /** Lets answers arrive and be drawn. */
  settle(): Promise<void>;
  click(element: Element): Promise<void>;
  press(element: Element, key: string): Promise<void>;
  type(element: Element, text: string): Promise<void>;
}

/** Answers where a test does not care. */
const usual: Readonly<Record<string, unknown>> = {
  'servers.items': { items: [], stale: false, readAt: null },
  'sources.discover': [],
  'listings.get': [],
};

type Answers = Partial<Record<OperationName, unknown>>;

/** Shows the whole page at `place` ("/approvals") over `view`; null: nothing was heard of the app yet. */
export async function showApp(view: AppView | null, place = '/', answers: Answers = {}): Promise<Screen> {
  window.location.hash = `#${place}`;
  const asked: Asked[] = [];
  let listener: (message: FeedMessage) => void = () => {};
  const client = createClient({
    async invoke(name, input) {
      asked.push({ name, input });
      const answer = answers[name as OperationName] ?? usual[name] ?? { done: true };
      return (answer as { ok?: boolean }).ok === false ? answer : { ok: true, result: answer };
    },
    subscribe(next) {
      listener = next;
      if (view !== null) next({ kind: 'snapshot', number: 0, view });
      return () => {};
    },
  });
  const store = createAppViewStore(client.subscribe);
  const element = document.createElement('div');
  document.body.append(element);
  const root = createRoot(element);
  onTestFinished(async () => {
    store.close();
    await act(async () => clearToasts());
    await act(async () => root.unmount());
    element.remove();
  });
  const settle = () => act(async () => void (await new Promise((resolve) => setTimeout(resolve, 0))));
  await act(async () =>
    root.render(
      <MantineProvider theme={theme} env="test">
        <ClientContext value={client}>
          <StoreContext value={store}>
            <App />
          </StoreContext>
        </ClientContext>
      </MantineProvider>,
    ),
  );
  await settle();
  return {
    root: document.body,
    asked,
    settle,
    send: (message) => act(() => listener(message)),
    async click(target) {
      await act(async () => (target as HTMLElement).click());
      await settle();
    },
    async press(target, key) {
      await act(async () => void target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })));
      await settle();
    },
    async type(target, text) {
      const { prototype } = target instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
      await act(async () => {
        Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(target, text);
        target.dispatchEvent(new Event('input', { bubbles: true }));
      });
      await settle();
    },
  };
}

const implicit: Readonly<Record<string, string>> = {
  link: 'a[href]',
  button: 'button',
  table: 'table',
  row: 'tr',
  switch: 'input[role="switch"]',
  tab: '[role="tab"]',
  textbox: 'input:not([type]), input[type="text"], textarea',
  heading: 'h1, h2, h3',
};

/** Accessible name: label first, then what is written, without what is hidden from readers. */
export function nameOf(element: Element): string {
  const label = element.getAttribute('aria-label');
  if (label !== null) return label;
  const labelled = element.id === '' ? null : document.querySelector(`label[for="${element.id}"]`);
  const copy = (labelled ?? element).cloneNode(true) as Element;
  for (const hidden of copy.querySelectorAll('[aria-hidden="true"]')) hidden.remove();
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** Names of everything with a role, in order. */
export const namesOf = (screen: { readonly root: Element }, role: string): readonly string[] =>
  [...screen.root.querySelectorAll(implicit[role] ?? `[role="${role}"]`)].map(nameOf);

/** The one element with this role and name; throws when there is none or more than one. */
export function find(screen: { readonly root: Element }, role: string, name: string): HTMLElement {
  const all = [...screen.root.querySelectorAll<HTMLElement>(implicit[role] ?? `[role="${role}"]`)];
  const found = all.filter((element) => nameOf(element) === name);
  if (found.length !== 1 || found[0] === undefined)
    throw new Error(`${found.length} × ${role} "${name}" among: ${all.map(nameOf).join(' | ')}`);
  return found[0];
}

export const textOf = (screen: { readonly root: Element }): string => screen.root.textContent ?? '';
