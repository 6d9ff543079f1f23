/** All tools of all servers in a form that can be searched at every keystroke; read on first use and again when the totals change. */
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import type { ListedRow } from '../../electron/contract/capability.ts';
import type { Client } from './client.ts';
import { useViewOrNull } from './use-app-view.ts';

/** While servers sync, the totals change many times a second; the list is long. */
const readAgainMs = 500;

export interface IndexedTool {
  /** Shown name of its server. */
  readonly server: string;
  readonly name: string;
  readonly title: string | null;
  readonly description: string;
  /** Name and title in small letters. */
  readonly nameText: string;
  /** Everything that is searched, in small letters. */
  readonly text: string;
}

export interface ToolIndexState {
  /** null: not read yet. */
  readonly tools: readonly IndexedTool[] | null;
  /** Why they could not be read. */
  readonly problem: string | null;
}

export interface ToolIndex {
  state(): ToolIndexState;
  onChange(listener: () => void): () => void;
  /** Reads the tools unless those of this version are there or on their way. */
  want(version: string): void;
}

const nothing: ToolIndexState = { tools: null, problem: null };

function indexed({ server, name, title, description = '' }: ListedRow): IndexedTool {
  const nameText = `${name} ${title ?? ''}`.toLowerCase();
  return { server, name, title: title ?? null, description, nameText, text: `${nameText} ${server} ${description}`.toLowerCase() };
}

/** An index that reads through this client. */
export function createToolIndex(client: Client): ToolIndex {
  let state = nothing;
  let wanted: string | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let reading = false;
  const listeners = new Set<() => void>();

  async function read(): Promise<void> {
    timer = null;
    reading = true;
    const version = wanted;
    const answer = await client.ask('listings.get', { capability: 'tools' });
    reading = false;
    state = answer.ok
      ? { tools: answer.result.filter((row) => row.enabled).map(indexed), problem: null }
      : { tools: state.tools, problem: answer.problem.message };
    for (const listener of listeners) listener();
    if (wanted !== version) plan(readAgainMs);
  }

  function plan(afterMs: number): void {
    if (timer === null && !reading) timer = setTimeout(() => void read(), afterMs);
  }

  return {
    state: () => state,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    want(version) {
      if (version === wanted) return;
      wanted = version;
      plan(state.tools === null ? 0 : readAgainMs);
    },
  };
}

export const ToolIndexContext = createContext<ToolIndex | null>(null);

const versionOf = (view: { readonly totals: { readonly tools: number; readonly tokens: number; readonly servers: number } }): string =>
  `${view.totals.servers}/${view.totals.tools}/${view.totals.tokens}`;

/** The tools, read once `wanted` is true. */
export function useToolIndex(wanted: boolean): ToolIndexState {
  const index = useContext(ToolIndexContext);
  if (index === null) throw new Error('there is no index of tools around this part of the page');
  const version = useViewOrNull(versionOf);
  useEffect(() => {
    if (wanted && version !== null) index.want(version);
  }, [index, wanted, version]);
  return useSyncExternalStore(index.onChange, index.state);
}
