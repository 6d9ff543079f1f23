/** Random histories of files, persons, servers and time; and what is left of them once everything succeeds. */
import fc from 'fast-check';
import { type CapabilityKind, capabilityKinds } from '../../../electron/contract/capability.ts';
import { type ServerId, type SourceId, serverId } from '../../../electron/contract/ids.ts';
import { stableJson } from '../../../electron/core/lib/stable-json.ts';
import { desiredServers } from '../../../electron/core/model/desired-servers.ts';
import type { ServerDefinition } from '../../../electron/core/model/server.ts';
import { cursorSource, definition, events, items, ownSource, stdio } from '../../helpers/builders.ts';
import {
  advance,
  approveAll,
  type Catalog,
  crash,
  later,
  type ListOutcome,
  pretendWorld,
  restart,
  type StartOutcome,
  scriptOf,
  send,
  snapshot,
  withoutTimes,
  type World,
} from '../../helpers/pretend-world.ts';
import { checkStep, checkStray, type Violation } from './history-checks.ts';

const sources: readonly SourceId[] = [ownSource, cursorSource];
const names = ['a', 'b', 'c'] as const;
const ids: readonly ServerId[] = sources.flatMap((source) => names.map((name) => serverId(source, ['mcpServers', name])));

/** What a server offers is decided by its launch, as it is outside. */
const offersByLaunch: readonly (readonly CapabilityKind[])[] = [['tools'], ['tools', 'prompts'], [], ['tools', 'resources', 'resourceTemplates']];

interface Entry {
  readonly name: (typeof names)[number];
  readonly launch: number;
  readonly enabled: boolean;
}

export type Deed =
  | { readonly do: 'save'; readonly file: number; readonly entries: readonly Entry[] }
  | { readonly do: 'break' | 'delete' | 'touch'; readonly file: number }
  | { readonly do: 'approve' | 'reject' | 'crash' | 'stray'; readonly server: number }
  | { readonly do: 'notice'; readonly server: number; readonly kind: CapabilityKind }
  | { readonly do: 'sync'; readonly server: number | null; readonly kinds: readonly CapabilityKind[] }
  | { readonly do: 'pause'; readonly on: boolean }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'restart' }
  | { readonly do: 'rank'; readonly order: readonly number[] }
  | { readonly do: 'script'; readonly server: number; readonly starts: readonly StartOutcome[]; readonly lists: readonly ListOutcome[]; readonly closesMs: readonly number[] };

export interface History {
  readonly autoTrust: boolean;
  readonly keepAlive: boolean;
  readonly idleStopMs: number;
  readonly fraction: number;
  readonly deeds: readonly Deed[];
}

const file = fc.nat(sources.length - 1);
const server = fc.nat(ids.length - 1);
const kind = fc.constantFrom(...capabilityKinds);
const shortMs = fc.constantFrom(0, 1, 10, 40, 300, 3_000);
const start: fc.Arbitrary<StartOutcome> = fc.oneof(
  fc.record({ kind: fc.constant('opens' as const), delayMs: shortMs }),
  fc.record({ kind: fc.constant('opens' as const), delayMs: shortMs, livesMs: fc.constantFrom(0, 5, 400, 45_000, 90_000) }),
  fc.record({ kind: fc.constant('fails' as const), delayMs: shortMs, code: fc.constantFrom('exited' as const, 'unreachable' as const, 'command-not-found' as const) }),
  fc.record({ kind: fc.constant('fails' as const), delayMs: fc.constant(30_000), code: fc.constant('deadline' as const) }),
  fc.record({ kind: fc.constant('fails' as const), delayMs: shortMs, code: fc.constant('http-status' as const), retryAfterMs: fc.constant(90_000) }),
);
const someEntries = fc.uniqueArray(
  fc.record({ name: fc.constantFrom(...names), launch: fc.nat(offersByLaunch.length - 1), enabled: fc.constantFrom(true, true, true, false) }),
  { maxLength: 3, selector: ({ name }) => name },
);

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('save' as const), file, entries: someEntries }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('break' as const, 'delete' as const, 'touch' as const), file }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('approve' as const, 'approve' as const, 'reject' as const, 'crash' as const, 'stray' as const), server }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('notice' as const), server, kind }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sync' as const), server: fc.option(server), kinds: fc.subarray([...capabilityKinds], { minLength: 1 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), on: fc.boolean() }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 15, 60, 500, 2_000, 6_000, 61_000, 301_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rank' as const), order: fc.shuffledSubarray([0, 1]) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('script' as const),
      server,
      starts: fc.array(start, { maxLength: 4 }),
      lists: fc.array(fc.record({ delayMs: shortMs, fails: fc.boolean() }), { maxLength: 4 }),
      closesMs: fc.array(fc.constantFrom(0, 10, 400, 4_500), { maxLength: 2 }),
    }),
  },
);

export const anyHistory: fc.Arbitrary<History> = fc.record({
  autoTrust: fc.boolean(),
  keepAlive: fc.boolean(),
  idleStopMs: fc.constantFrom(20_000, 600_000),
  fraction: fc.constantFrom(0, 0.5, 0.99),
  deeds: fc.array(deed, { maxLength: 40, size: 'max' }),
});

/** The outside: what is in the files, and what each server would list. */
interface Outside {
  readonly world: World;
  readonly files: Map<SourceId, { servers: readonly ServerDefinition[]; condition: 'good' | 'broken' | 'absent' }>;
  readonly revisions: Map<string, number>;
  order: readonly SourceId[];
}

/** Plays a history to its end, then lets everything succeed; gives everything that should not have happened. */
export function violationsOf(history: History): Violation[] {
  const violations: Violation[] = [];
  const report = (invariant: Violation['invariant'], detail: string) => violations.push({ invariant, detail });
  const revisions = new Map<string, number>();
  const world: World = pretendWorld({
    settings: { keepAlive: history.keepAlive, idleStopMs: history.idleStopMs },
    autoTrust: history.autoTrust,
    fraction: () => history.fraction,
    catalog: revisedCatalog(revisions),
    onStep: (record) => checkStep(world, record, report),
  });
  const outside: Outside = { world, revisions, order: sources, files: new Map(sources.map((id) => [id, { servers: [], condition: 'absent' }])) };
  send(world, events.named(...sources));
  for (const each of history.deeds) {
    perform(outside, each, report);
    // Answers that are due at once come before the next deed, or else most of them would never come in between.
    advance(world, 0);
  }
  const difference = unhealed(outside);
  if (difference) report('ends as a fresh full sync', difference);
  return violations;
}

function revisedCatalog(revisions: ReadonlyMap<string, number>): Catalog {
  return {
    offers: (server) => offersByLaunch[launchNumber(server)] ?? [],
    items: (server, capability) => {
      const revision = revisions.get(server.id) ?? 0;
      return items(...['one', 'two'].map((word) => `${word} ${capability} of ${server.name} ${launchNumber(server)} ${revision}`));
    },
  };
}

const launchNumber = (server: ServerDefinition): number => (server.transport.kind === 'stdio' ? Number(server.transport.args[1]) : 0);

function perform(outside: Outside, deed: Deed, report: Parameters<typeof checkStray>[2]): void {
  const { world, files } = outside;
  switch (deed.do) {
    case 'wait':
      return advance(world, deed.ms);
    case 'save':
    case 'break':
    case 'delete':
    case 'touch':
      return changeFile(outside, deed);
    case 'script': {
      const script = scriptOf(world, idOf(deed.server));
      return void Object.assign(script, { starts: [...deed.starts], lists: [...deed.lists], closesMs: [...deed.closesMs] });
    }
    case 'pause':
      return void send(world, events.paused(deed.on));
    case 'sync':
      return void send(world, events.sync(deed.server === null ? 'all' : [idOf(deed.server)], ...deed.kinds));
    case 'rank':
      outside.order = deed.order.map((index) => sources[index] ?? ownSource);
      send(world, events.named(...outside.order));
      // A source that comes back is read again.
      for (const id of outside.order) readFile(outside, id);
      return;
    case 'restart':
      restart(world, outside.order);
      for (const id of files.keys()) later(world, id === ownSource ? 0 : 12, () => readFile(outside, id));
      return;
    default:
      return touchServer(outside, deed, report);
  }
}

const idOf = (index: number): ServerId => ids[index] ?? (ids[0] as ServerId);

function changeFile(outside: Outside, deed: Extract<Deed, { file: number }>): void {
  const id = sources[deed.file] ?? ownSource;
  const before = outside.files.get(id);
  if (deed.do === 'touch') {
    if (before?.condition === 'good') send(outside.world, { kind: 'source.touched', source: id, stat: null });
    return;
  }
  const servers = deed.do === 'save' ? deed.entries.map((one) => definition(one.name, { source: id, enabled: one.enabled, transport: stdio('serve', one.name, String(one.launch)) })) : [];
  const condition = deed.do === 'save' ? 'good' : deed.do === 'break' ? 'broken' : 'absent';
  outside.files.set(id, { servers: deed.do === 'break' ? (before?.servers ?? []) : servers, condition });
  readFile(outside, id);
}

function readFile({ world, files, order }: Outside, id: SourceId): void {
  const content = files.get(id);
  if (!content || !order.includes(id)) return;
  if (content.condition === 'good') send(world, events.read(id, ...content.servers));
  else send(world, content.condition === 'broken' ? events.unreadable(id) : events.gone(id));
}

function touchServer({ world, revisions }: Outside, deed: Extract<Deed, { do: 'approve' | 'reject' | 'crash' | 'stray' } | { do: 'notice' }>, report: Parameters<typeof checkStray>[2]): void {
  const id = idOf(deed.server);
  const wanted = desiredServers(world.state.sources).get(id);
  const connection = world.state.servers.get(id)?.connection;
  if (deed.do === 'stray') return checkStray(world, id, report);
  if (deed.do === 'approve' || deed.do === 'reject') {
    if (wanted) send(world, deed.do === 'approve' ? events.trusted(wanted) : events.rejected(wanted));
    return;
  }
  const attempt = connection?.phase === 'open' ? world.attempts.get(connection.attempt) : undefined;
  if (attempt?.phase !== 'open') return;
  if (deed.do !== 'notice') return crash(world, attempt);
  if (!world.catalog.offers(attempt.definition).includes(deed.kind)) return;
  // One revision for all lists: a real server that changes announces each list that changed.
  revisions.set(id, (revisions.get(id) ?? 0) + 1);
  for (const offered of world.catalog.offers(attempt.definition)) send(world, events.listChanged(id, attempt.number, offered));
}

/** Longest time after which everything wanted must be there: the longest wait between two tries of a list, and then some. */
const healMs: readonly number[] = [100, 1_000, 6_000, 65_000, 65_000, 300_000, 65_000];

/** Lets everything succeed; gives null once the registry equals that of a fresh full sync, or else how they differ. */
function unhealed(outside: Outside): string | null {
  const { world, files } = outside;
  world.autoTrust = true;
  world.scripts.clear();
  outside.order = sources;
  const fresh = pretendWorld({ catalog: world.catalog });
  for (const each of [world, fresh]) {
    send(each, events.named(...sources));
    send(each, events.paused(false));
    for (const [id, { servers, condition }] of files) send(each, condition === 'absent' ? events.gone(id) : events.read(id, ...servers));
    approveAll(each);
  }
  advance(fresh, 1_000);
  const expected = stableJson(withoutTimes(snapshot(fresh)));
  let found = '';
  for (const ms of healMs) {
    advance(world, ms);
    found = stableJson(withoutTimes(snapshot(world)));
    if (found === expected) return null;
  }
  return `found    ${found}\nexpected ${expected}`;
}
