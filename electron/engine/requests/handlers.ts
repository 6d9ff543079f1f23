/** A handler for every row of the contract. */
import type { OperationArguments, OperationName, OperationResult } from '../../contract/operations.ts';
import type { Problem } from '../../contract/problem.ts';
import { desiredServers } from '../../core/model/desired-servers.ts';
import type { ServerDefinition } from '../../core/model/server.ts';
import { isTrusted, standingAnswer } from '../../core/model/standing-answer.ts';
import { listedRows } from '../../core/view/listed-rows.ts';
import { statusReport } from '../../core/view/status-report.ts';
import type { Caller } from '../engine.ts';
import type { EngineParts } from '../engine-parts.ts';
import { addSources, discoverSources, removeSource } from '../sources/choose-sources.ts';
import { syncServers } from '../sync/sync-servers.ts';
import { historyHandlers } from '../timeline/history-handlers.ts';
import { runDoctor } from './doctor.ts';
import { addServers, removeServer, setServerEnabled } from './edit-server.ts';
import { findServers } from './find-servers.ts';
import { processHandlers } from './process-handlers.ts';
import { settingsHandlers } from './settings-handlers.ts';

export type Handlers = {
  readonly [Name in OperationName]: (input: OperationArguments<Name>, caller: Caller) => Promise<OperationResult<Name> | Problem>;
};

/** Handlers over the parts of one engine. */
export function createHandlers(parts: EngineParts): Handlers {
  const { loop, feed, ports } = parts;
  const known = async () => {
    await parts.load();
    await parts.readSources();
    return feed.view();
  };
  return {
    'view.get': known,
    'status.get': async () => statusReport(await known()),
    'servers.sync': (input) => syncServers(parts, input),
    'servers.add': (input, caller) => addServers(parts, input, caller === 'owner'),
    'servers.remove': (input) => known().then(() => removeServer(parts, input)),
    'servers.setEnabled': (input) => known().then(() => setServerEnabled(parts, input)),
    'servers.log': async ({ server, linesMax }) => ({ lines: [...ports.logs.tail(server, linesMax)] }),
    'servers.items': async ({ server, capability }) => {
      await known();
      const listing = loop.state().servers.get(server)?.listings[capability];
      if (!listing) return { code: 'not-found', message: 'there is no such server' };
      return { items: [...listing.items], stale: listing.status === 'stale', readAt: listing.readAtWall };
    },
    'listings.get': async ({ capability }) => listedRows(loop.state(), (await known()).servers, capability),
    'approvals.list': async () => (await known()).approvals,
    'approvals.approve': (input) => approve(parts, input),
    'approvals.reject': (input) => reject(parts, input),
    'sources.list': async () => (await known()).sources,
    'sources.discover': async () => [...(await discoverSources(parts))],
    'sources.add': (input) => addSources(parts, input),
    'sources.remove': (input) => removeSource(parts, input.path),
    'watching.set': async ({ paused }) => {
      loop.send({ kind: 'paused.set', paused });
      return { done: true };
    },
    ...historyHandlers(parts),
    ...settingsHandlers(parts),
    ...processHandlers(parts),
    'doctor.run': () => runDoctor(parts),
  };
}

async function approve(
  parts: EngineParts,
  input: OperationArguments<'approvals.approve'>,
): Promise<OperationResult<'approvals.approve'> | Problem> {
  const chosen = await waiting(parts, input, input.all || (input.launches === undefined && input.names === undefined));
  if ('code' in chosen) return chosen;
  await parts.timeline.begin();
  return (await parts.approvals.decide(chosen, 'trusted')) ?? { approved: chosen.map((definition) => shownName(parts, definition)) };
}

async function reject(
  parts: EngineParts,
  input: OperationArguments<'approvals.reject'>,
): Promise<OperationResult<'approvals.reject'> | Problem> {
  const chosen = await waiting(parts, input, false);
  if ('code' in chosen) return chosen;
  await parts.timeline.begin();
  return (await parts.approvals.decide(chosen, 'rejected')) ?? { rejected: chosen.map((definition) => shownName(parts, definition)) };
}

interface Choice {
  readonly launches?: readonly { readonly server: string; readonly launchHash: string }[] | undefined;
  readonly names?: readonly string[] | undefined;
}

/** The waiting launches that are meant; a launch that has changed since it was shown is refused, never approved blindly. */
async function waiting(parts: EngineParts, choice: Choice, all: boolean): Promise<readonly ServerDefinition[] | Problem> {
  await parts.load();
  await parts.readSources();
  const state = parts.loop.state();
  const open = [...desiredServers(state.sources).values()].filter((definition) => definition.enabled && !isTrusted(state, definition));
  if (all) return open.filter((definition) => standingAnswer(state, definition) === null);
  if (choice.launches) {
    const chosen = choice.launches.map((launch) =>
      open.find((definition) => definition.id === launch.server && definition.launchHash === launch.launchHash),
    );
    if (chosen.some((definition) => definition === undefined)) {
      return {
        code: 'source-changed',
        message: 'the launch has changed since it was shown',
        hint: 'Look at the new one and answer again.',
      };
    }
    return chosen.filter((definition) => definition !== undefined);
  }
  const found = findServers(state, choice.names ?? []);
  if ('code' in found) return found;
  const settled = found.find((definition) => !open.includes(definition));
  if (settled) return { code: 'not-found', message: `"${shownName(parts, settled)}" is not waiting for approval` };
  return found;
}

const shownName = (parts: EngineParts, definition: ServerDefinition): string =>
  parts.feed.view().servers.find((server) => server.id === definition.id)?.name ?? definition.name;
