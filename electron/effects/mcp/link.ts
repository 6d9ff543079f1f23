/** An open connection as the engine sees it. */
import type { Client } from '@modelcontextprotocol/client';
import type { CapabilityKind, ListedItem } from '../../contract/capability.ts';
import type { Problem } from '../../contract/problem.ts';
import type { OpenFacts } from '../../core/model/connection.ts';
import type { Link, LinkHooks } from '../../core/ports.ts';
import { anyResult, listAll } from './list.ts';
import { declaredKinds } from './protocol-client.ts';
import { isProblem, type Wire } from './wire.ts';

export interface LinkParts {
  readonly client: Client;
  readonly wire: Wire;
  readonly hooks: LinkHooks;
  readonly noteChanges: (listener: LinkHooks['onListChanged']) => void;
}

/** The largest delay a timer takes; who asks sets the limit with the signal. */
const noLimitMs = 2_147_483_647;

function readFacts(client: Client, wire: Wire): OpenFacts {
  const server = client.getServerVersion();
  return {
    offers: declaredKinds(client),
    pid: wire.pid,
    protocolVersion: client.getNegotiatedProtocolVersion() ?? '',
    serverName: server?.name ?? null,
    serverVersion: server?.version ?? null,
    instructions: client.getInstructions() ?? null,
  };
}

/** Passes on a storm of changes once per kind and turn of the event loop. */
function settleChanges(onListChanged: LinkHooks['onListChanged'], isClosed: () => boolean): LinkHooks['onListChanged'] {
  const waiting = new Set<CapabilityKind>();
  return (capability) => {
    if (waiting.size === 0) {
      setImmediate(() => {
        const kinds = [...waiting];
        waiting.clear();
        if (!isClosed()) for (const kind of kinds) onListChanged(kind);
      });
    }
    waiting.add(capability);
  };
}

/** A remote server that is gone, or does not know us any more, is to be connected to anew. */
const endsRemote = (problem: Problem): boolean => problem.code === 'expired' || problem.code === 'unreachable';

/** Makes the link of a connected client; from here on the link owns the wire. */
export function createLink({ client, wire, hooks, noteChanges }: LinkParts): Link {
  let closed = false;
  const endByItself = (problem: Problem): void => {
    if (closed) return;
    closed = true;
    void client.close().catch(() => undefined);
    void wire.close();
    hooks.onEnded(problem);
  };
  void wire.ended.then(endByItself);
  noteChanges(
    settleChanges(
      (capability) => hooks.onListChanged(capability),
      () => closed,
    ),
  );
  return {
    facts: readFacts(client, wire),
    era: client.getProtocolEra() ?? 'legacy',
    async list(capability, signal): Promise<readonly ListedItem[] | Problem> {
      const outcome = await listAll(client, capability, { signal, explain: wire.explain });
      if (wire.kind !== 'stdio' && isProblem(outcome) && endsRemote(outcome)) endByItself(outcome);
      return outcome;
    },
    request: (method, params, signal) =>
      client.request(params === undefined ? { method } : { method, params }, anyResult, { signal, timeout: noLimitMs }),
    async close() {
      closed = true;
      const wireClosed = wire.close();
      await client.close().catch(() => undefined);
      await wireClosed;
    },
  };
}
