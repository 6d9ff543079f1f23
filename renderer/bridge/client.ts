/** The page's only way to the app: typed requests out, numbered changes in. */
import { createContext, useContext } from 'react';
import type { FeedMessage } from '../../electron/contract/feed.ts';
import type { OperationInput, OperationName, OperationResult } from '../../electron/contract/operations.ts';
import type { Problem } from '../../electron/contract/problem.ts';

export type Answer<Name extends OperationName> =
  | { readonly ok: true; readonly result: OperationResult<Name> }
  | { readonly ok: false; readonly problem: Problem };

/** What the preload script exposes. */
export interface RawClient {
  invoke(name: string, input: unknown): Promise<unknown>;
  subscribe(listener: (message: FeedMessage) => void): () => void;
}

export interface Client {
  /** Asks; an expected failure is a problem in the answer, and so is an app that does not answer. */
  ask<Name extends OperationName>(name: Name, input: OperationInput<Name>): Promise<Answer<Name>>;
  subscribe(listener: (message: FeedMessage) => void): () => void;
}

/** The typed client over the raw one. */
export function createClient(raw: RawClient): Client {
  return {
    async ask<Name extends OperationName>(name: Name, input: OperationInput<Name>): Promise<Answer<Name>> {
      try {
        return (await raw.invoke(name, input)) as Answer<Name>;
      } catch {
        const hint = 'Close this window and open it again from the tray.';
        return { ok: false, problem: { code: 'no-engine', message: 'Tooltray does not answer.', hint } };
      }
    },
    subscribe: (listener) => raw.subscribe(listener),
  };
}

/** null: outside the app. */
export const ClientContext = createContext<Client | null>(null);

export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('there is no client around this part of the page');
  return client;
}
