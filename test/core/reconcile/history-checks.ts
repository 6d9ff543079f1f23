/** What must hold at every step of every history, by name. */
import { capabilityKinds } from '../../../electron/contract/capability.ts';
import type { ServerId } from '../../../electron/contract/ids.ts';
import { stableJson } from '../../../electron/core/lib/stable-json.ts';
import type { Action } from '../../../electron/core/model/action.ts';
import { desiredServers } from '../../../electron/core/model/desired-servers.ts';
import type { Event } from '../../../electron/core/model/event.ts';
import type { State } from '../../../electron/core/model/state.ts';
import { plan } from '../../../electron/core/reconcile/plan.ts';
import { reduce } from '../../../electron/core/reconcile/reduce.ts';
import { events } from '../../helpers/builders.ts';
import { alive, type StepRecord, type World } from '../../helpers/pretend-world.ts';

export const invariants = [
  'the plan of a begun state is empty',
  'F48 never two live attempts for one server',
  'no launch is started, and none stopped for it, before it was approved',
  'an unreadable source changes no wanted server and stops nothing',
  'an answer of an old attempt changes nothing',
  'S0-03 once everything succeeds, the registry equals that of a fresh full sync',
  'S1-38 nothing is stopped that the files ask for unchanged',
  'S0-24 readers see a list change only as a whole, by an answer',
  'S0-26 what failed is never stamped',
  'what is being stopped is asked for nothing',
  'what was called off is not tried again before somebody asks, answers or edits',
] as const;
export type Invariant = (typeof invariants)[number];

export interface Violation {
  readonly invariant: Invariant;
  readonly detail: string;
}

export type Report = (invariant: Invariant, detail: string) => void;

/** Checks one step; runs before its actions are carried out. */
export function checkStep(world: World, record: StepRecord, report: Report): void {
  const again = plan(record.after, record.now, world.policy);
  if (again.length > 0) report('the plan of a begun state is empty', again.map(short).join(', '));
  for (const action of record.actions) checkAction(world, record, action, report);
  const stopped = new Set(record.actions.filter(({ kind }) => kind === 'disconnect').map(({ server }) => server));
  const doubled = record.actions.find(({ kind, server }) => kind !== 'disconnect' && kind !== 'askTrust' && stopped.has(server));
  if (doubled) report('what is being stopped is asked for nothing', `${short(doubled)} although it is being stopped`);
  if (record.event.kind === 'source.unreadable' || record.event.kind === 'source.touched') checkUnreadable(record, report);
  checkLists(record, report);
  checkStamps(record, report);
  checkCalledOff(record, report);
}

function checkAction(world: World, { event, before, after, now }: StepRecord, action: Action, report: Report): void {
  if (action.kind === 'askTrust') return;
  const wanted = desiredServers(after.sources).get(action.server);
  if (action.kind === 'connect') {
    const others = alive(world, action.server);
    if (others.length > 0)
      report('F48 never two live attempts for one server', `${short(action)} beside attempt ${others.map(({ number }) => number)}`);
    if (!isApproved(world, action.server, action.definition.launchHash))
      report('no launch is started, and none stopped for it, before it was approved', short(action));
    return;
  }
  if (action.kind !== 'disconnect') return;
  const connection = before.servers.get(action.server)?.connection;
  const launch = connection && 'launchHash' in connection ? connection.launchHash : null;
  const unchanged = wanted?.enabled && wanted.launchHash === launch;
  const idle = action.reason === 'idle' && connection?.phase === 'open' && now.mono - connection.usedMono >= world.policy.idleStopMs;
  const cancelled = action.reason === 'cancelled' && event.kind === 'sync.cancelled' && connection?.phase === 'connecting';
  const answer = world.trust.get(action.server);
  const rejected = answer?.verdict === 'rejected' && answer.launchHash === launch;
  if (unchanged && !idle && !rejected && !cancelled)
    report('S1-38 nothing is stopped that the files ask for unchanged', `${short(action)} ${action.reason}`);
  if (action.reason === 'relaunch' && wanted && !isApproved(world, action.server, wanted.launchHash)) {
    report('no launch is started, and none stopped for it, before it was approved', `${short(action)} before the new launch is approved`);
  }
}

function isApproved(world: World, id: ServerId, launchHash: string): boolean {
  const answer = world.trust.get(id);
  return answer?.verdict === 'trusted' && answer.launchHash === launchHash;
}

function checkUnreadable({ before, after, actions }: StepRecord, report: Report): void {
  if (stableJson([...desiredServers(before.sources)]) !== stableJson([...desiredServers(after.sources)]))
    report('an unreadable source changes no wanted server and stops nothing', 'other servers');
  const stopped = actions.find((action) => action.kind === 'disconnect' && action.reason !== 'idle' && action.reason !== 'relaunch');
  if (stopped) report('an unreadable source changes no wanted server and stops nothing', short(stopped));
}

/** Readers never see an empty or half list: items are replaced whole, by an answer, or leave with their server. */
function checkLists({ event, before, after }: StepRecord, report: Report): void {
  for (const id of shown(before)) {
    const old = before.servers.get(id);
    if (!old || !shown(after).has(id)) continue;
    const fresh = after.servers.get(id);
    for (const kind of capabilityKinds) {
      const items = fresh?.listings[kind].items;
      if (items === old.listings[kind].items || isAnswer(event, id, kind)) continue;
      report('S0-24 readers see a list change only as a whole, by an answer', `${id} ${kind} after ${event.kind}`);
    }
  }
}

function isAnswer(event: Event, id: ServerId, kind: string): boolean {
  if (event.kind === 'list.done') return event.server === id && event.capability === kind;
  return event.kind === 'connection.opened' && event.server === id && !event.facts.offers.some((offer) => offer === kind);
}

function shown(state: State): ReadonlySet<ServerId> {
  return new Set([...desiredServers(state.sources).keys(), ...state.remembered.keys()]);
}

function checkStamps({ before, after }: StepRecord, report: Report): void {
  for (const [id, server] of after.servers) {
    const { connection, syncedLaunchHash, listings } = server;
    const stampedNow = syncedLaunchHash !== '' && syncedLaunchHash !== before.servers.get(id)?.syncedLaunchHash && before.servers.has(id);
    if (connection.phase === 'failed' && syncedLaunchHash === connection.launchHash)
      report('S0-26 what failed is never stamped', `${id} failed`);
    if (!stampedNow) continue;
    const answered = before.servers.get(id)?.connection;
    const launch = answered?.phase === 'open' || answered?.phase === 'connecting' ? answered.launchHash : '';
    if (launch !== syncedLaunchHash) report('S0-26 what failed is never stamped', `${id} was ${answered?.phase}`);
    const missing = capabilityKinds.find((kind) => listings[kind].status !== 'fresh');
    if (missing) report('S0-26 what failed is never stamped', `${id} without ${missing}`);
  }
}

/** Only an event that lets go of a held server may be followed by its start or reading. */
function checkCalledOff({ event, after, before, actions }: StepRecord, report: Report): void {
  for (const action of actions) {
    if (action.kind !== 'connect' && action.kind !== 'list') continue;
    const wanted = desiredServers(after.sources).get(action.server);
    const held = before.servers.get(action.server)?.calledOff ?? '';
    if (held === '' || held !== wanted?.launchHash) continue;
    const asked = event.kind === 'sync.requested' || (event.kind === 'trust.decided' && event.decision.server === action.server);
    if (!asked && !event.kind.startsWith('source.'))
      report('what was called off is not tried again before somebody asks, answers or edits', `${short(action)} after ${event.kind}`);
  }
}

/** Answers of attempts that are over, and late ones of an attempt that is being stopped, change nothing at all. */
export function checkStray(world: World, id: ServerId, report: Report): void {
  const { state, now, policy } = world;
  const connection = state.servers.get(id)?.connection;
  const current = connection && 'attempt' in connection ? connection.attempt : null;
  const poison = 'poison';
  for (let attempt = 0; attempt <= state.lastAttempt + 1; attempt += 1) {
    const closing = attempt === current && connection?.phase === 'closing';
    if (attempt === current && !closing) continue;
    const late: Event[] = [
      events.opened(id, attempt, ['tools', 'prompts', 'resources']),
      ...capabilityKinds.flatMap((kind) => [
        events.listDone(id, attempt, [poison], kind),
        events.listFailed(id, attempt, kind),
        events.listChanged(id, attempt, kind),
      ]),
      ...(closing
        ? []
        : [events.failed(id, attempt), events.closed(id, attempt), events.closed(id, attempt, { code: 'exited', message: poison })]),
    ];
    for (const event of late) {
      if (reduce(state, event, now, policy) !== state)
        report(
          'an answer of an old attempt changes nothing',
          `${event.kind} of attempt ${attempt}, current ${current} ${connection?.phase}`,
        );
    }
  }
}

const short = (action: Action): string => `${action.kind} ${action.server}${'attempt' in action ? ` #${action.attempt}` : ''}`;
