/** Plays a history in a pretend world, checks every step, and looks what is left once everything succeeds. */
import type { ServerId, SourceId } from '../../../electron/contract/ids.ts';
import { stableJson } from '../../../electron/core/lib/stable-json.ts';
import { desiredServers } from '../../../electron/core/model/desired-servers.ts';
import type { ServerDefinition } from '../../../electron/core/model/server.ts';
import { definition, events, items, ownSource, stdio } from '../../helpers/builders.ts';
import {
  advance,
  approveAll,
  type Catalog,
  crash,
  later,
  pretendWorld,
  restart,
  type StartOutcome,
  type StepRecord,
  scriptOf,
  send,
  snapshot,
  type World,
  withoutTimes,
} from '../../helpers/pretend-world.ts';
import { type Deed, type History, ids, offersByLaunch, sources } from './any-history.ts';
import { checkStep, checkStray, type Report, type Violation } from './history-checks.ts';

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
  const report: Report = (invariant, detail) => violations.push({ invariant, detail });
  const difference = unhealed(play(history, report, null));
  if (difference) report('S0-03 once everything succeeds, the registry equals that of a fresh full sync', difference);
  return violations;
}

/** What was done about every other server in a history in which `server` starts only as `always` says (null: as in the history). */
export function actionsOfOthers(history: History, server: number, always: StartOutcome | null): string[] {
  const { world } = play(history, () => {}, always && { server, always });
  advance(world, 100_000);
  return world.log
    .filter(({ action }) => action.server !== idOf(server))
    .map(({ mono, action }) => `${mono} ${action.kind} ${action.server} ${action.kind === 'list' ? action.capability : ''}`)
    .sort();
}

/** Every step of a history, in order. */
export function stepsOf(history: History): readonly StepRecord[] {
  const steps: StepRecord[] = [];
  play(
    history,
    () => {},
    null,
    (record) => void steps.push(record),
  );
  return steps;
}

function play(
  history: History,
  report: Report,
  spoiled: { readonly server: number; readonly always: StartOutcome } | null,
  onStep: (record: StepRecord) => void = () => {},
): Outside {
  const revisions = new Map<string, number>();
  const world: World = pretendWorld({
    settings: { keepAlive: history.keepAlive, idleStopMs: history.idleStopMs },
    autoTrust: history.autoTrust,
    fraction: () => history.fraction,
    catalog: revisedCatalog(revisions),
    onStep(record) {
      checkStep(world, record, report);
      onStep(record);
    },
  });
  const outside: Outside = {
    world,
    revisions,
    order: sources,
    files: new Map(sources.map((id) => [id, { servers: [], condition: 'absent' }])),
  };
  if (spoiled) scriptOf(world, idOf(spoiled.server)).always = spoiled.always;
  send(world, events.named(...sources));
  for (const each of history.deeds) {
    if (spoiled && each.do === 'script' && each.server === spoiled.server) continue;
    perform(outside, each, report);
    // Answers that are due at once come before the next deed, or else most of them would never come in between.
    advance(world, 0);
  }
  return outside;
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

function perform(outside: Outside, deed: Deed, report: Report): void {
  const { world, files } = outside;
  switch (deed.do) {
    case 'wait':
      advance(world, deed.ms);
      return;
    case 'save':
    case 'break':
    case 'delete':
    case 'touch':
      changeFile(outside, deed);
      return;
    case 'script': {
      const script = scriptOf(world, idOf(deed.server));
      Object.assign(script, { starts: [...deed.starts], lists: [...deed.lists], closesMs: [...deed.closesMs] });
      return;
    }
    case 'pause':
      send(world, events.paused(deed.on));
      return;
    case 'sync':
      send(world, events.sync(deed.server === null ? 'all' : [idOf(deed.server)], ...deed.kinds));
      return;
    case 'cancel':
      send(world, events.cancel(deed.server === null ? 'all' : [idOf(deed.server)]));
      return;
    case 'hasten':
      send(world, { kind: 'policy.changed' });
      return;
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
      touchServer(outside, deed, report);
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
  const servers =
    deed.do === 'save'
      ? deed.entries.map((one) =>
          definition(one.name, { source: id, enabled: one.enabled, transport: stdio('serve', one.name, String(one.launch)) }),
        )
      : [];
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

function touchServer(
  { world, revisions }: Outside,
  deed: Extract<Deed, { do: 'approve' | 'reject' | 'crash' | 'stray' } | { do: 'notice' }>,
  report: Report,
): void {
  const id = idOf(deed.server);
  const wanted = desiredServers(world.state.sources).get(id);
  const connection = world.state.servers.get(id)?.connection;
  if (deed.do === 'stray') checkStray(world, id, report);
  if (deed.do === 'approve' || deed.do === 'reject') {
    if (wanted) send(world, deed.do === 'approve' ? events.trusted(wanted) : events.rejected(wanted));
    return;
  }
  const attempt = connection?.phase === 'open' ? world.attempts.get(connection.attempt) : undefined;
  if (attempt?.phase !== 'open') return;
  if (deed.do === 'crash') crash(world, attempt);
  if (deed.do !== 'notice') return;
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
    // What was called off waits for this.
    const held = [...each.state.servers].filter(([, server]) => server.calledOff !== '').map(([id]) => id);
    if (held.length > 0) send(each, events.sync(held));
  }
  advance(fresh, 1_000);
  const expected = stableJson(withoutTimes(snapshot(fresh)));
  let found = '';
  for (const ms of healMs) {
    advance(world, ms);
    found = stableJson(withoutTimes(snapshot(world)));
    if (found !== expected) continue;
    // The slowest stop is over by then.
    advance(world, 5_000);
    return orphans(world);
  }
  return `found    ${found}\nexpected ${expected}`;
}

/** Processes that nobody asks for any more; null when there are none. */
function orphans(world: World): string | null {
  const desired = desiredServers(world.state.sources);
  const left = [...world.attempts.values()].filter(({ phase, definition: { id, launchHash } }) => {
    const wanted = desired.get(id);
    return phase !== 'gone' && !(wanted?.enabled && wanted.launchHash === launchHash);
  });
  return left.length === 0 ? null : `still there: ${left.map(({ number, phase, definition: { id } }) => `${id} #${number} ${phase}`)}`;
}
