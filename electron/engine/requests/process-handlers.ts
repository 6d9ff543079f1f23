/** What runs right now: calling it off, and what it takes. */
import type { ServerId } from '../../contract/ids.ts';
import type { OperationArguments, OperationResult } from '../../contract/operations.ts';
import type { Problem } from '../../contract/problem.ts';
import { desiredServers } from '../../core/model/desired-servers.ts';
import { serverNames } from '../../core/model/server-names.ts';
import type { EngineParts } from '../engine-parts.ts';
import { findServers } from './find-servers.ts';
import type { Handlers } from './handlers.ts';

/** Handlers over the parts of one engine. */
export function processHandlers(parts: EngineParts): Pick<Handlers, 'servers.cancel' | 'servers.process'> {
  return {
    'servers.cancel': (input) => cancelServers(parts, input),
    'servers.process': async ({ server }) => {
      await parts.load();
      const { connection } = parts.loop.state().servers.get(server) ?? {};
      if (connection === undefined && !desiredServers(parts.loop.state().sources).has(server))
        return { code: 'not-found', message: 'there is no such server' };
      const pid = connection?.phase === 'open' ? connection.facts.pid : null;
      if (pid === null) return { pid: null, processes: 0, memoryBytes: null };
      return { pid, ...(await parts.ports.mcp.usage(pid)) };
    },
  };
}

async function cancelServers(
  { load, loop, ports }: EngineParts,
  { names }: OperationArguments<'servers.cancel'>,
): Promise<OperationResult<'servers.cancel'> | Problem> {
  await load();
  const named = findServers(loop.state(), names);
  if ('code' in named) return named;
  const before = loop.state().servers;
  loop.send({ kind: 'sync.cancelled', servers: names.length === 0 ? 'all' : named.map((definition) => definition.id) });
  const after = loop.state();
  const held = [...after.servers].filter(([id, server]) => server.calledOff !== '' && server.calledOff !== before.get(id)?.calledOff);
  const shown = serverNames(after);
  const cancelled = held.map(([id]: readonly [ServerId, unknown]) => shown.get(id) ?? id);
  if (cancelled.length > 0) ports.logger.info('called off', { servers: cancelled });
  return { cancelled };
}
