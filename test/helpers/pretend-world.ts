/** A pretend outside world with a hand-moved clock: it carries out actions and answers with events, some of them late. */
import { type CapabilityKind, capabilityKinds, type ListedItem } from '../../electron/contract/capability.ts';
import type { ServerId, SourceId } from '../../electron/contract/ids.ts';
import type { ProblemCode } from '../../electron/contract/problem.ts';
import type { Action } from '../../electron/core/model/action.ts';
import { desiredServers } from '../../electron/core/model/desired-servers.ts';
import type { Event } from '../../electron/core/model/event.ts';
import type { Instant } from '../../electron/core/model/instant.ts';
import { emptyMetadata, emptyRegistry, type RegistrySnapshot } from '../../electron/core/model/registry.ts';
import type { ServerDefinition } from '../../electron/core/model/server.ts';
import { emptyState, type State } from '../../electron/core/model/state.ts';
import type { TrustDecision } from '../../electron/core/model/trust.ts';
import { nextDue } from '../../electron/core/reconcile/next-due.ts';
import { makePolicy, type Policy, type PolicySettings } from '../../electron/core/reconcile/policy.ts';
import { registrySnapshot } from '../../electron/core/reconcile/registry-snapshot.ts';
import { step } from '../../electron/core/reconcile/step.ts';
import { at, decision, events, openFacts, problem, wallZero } from './builders.ts';

/** What one start of a server leads to. */
export type StartOutcome =
  | { readonly kind: 'opens'; readonly delayMs: number /** Dies by itself after this long. */; readonly livesMs?: number }
  | { readonly kind: 'fails'; readonly delayMs: number; readonly code: ProblemCode; readonly retryAfterMs?: number };

export interface ListOutcome {
  readonly delayMs: number;
  readonly fails: boolean;
}

/** What a server will do next, each used once; afterwards everything succeeds. `always` stands for every further start. */
export interface Script {
  starts: StartOutcome[];
  lists: ListOutcome[];
  closesMs: number[];
  always?: StartOutcome;
}

export interface Attempt {
  readonly number: number;
  readonly definition: ServerDefinition;
  phase: 'starting' | 'open' | 'closing' | 'gone';
  /** Number of the reading under way, by list. */
  readonly readings: Map<CapabilityKind, number>;
}

/** Everything about one step, for checks. */
export interface StepRecord {
  readonly event: Event;
  readonly now: Instant;
  readonly before: State;
  readonly after: State;
  readonly actions: readonly Action[];
}

/** What servers list; the same function for every world that is compared. */
export interface Catalog {
  offers(definition: ServerDefinition): readonly CapabilityKind[];
  items(definition: ServerDefinition, capability: CapabilityKind): readonly ListedItem[];
}

interface Pending {
  readonly atMono: number;
  readonly order: number;
  readonly happen: () => void;
}

export interface World {
  now: Instant;
  state: State;
  readonly policy: Policy;
  readonly catalog: Catalog;
  readonly scripts: Map<ServerId, Script>;
  readonly attempts: Map<number, Attempt>;
  /** The person's answers, as the trust file would hold them. */
  readonly trust: Map<ServerId, TrustDecision>;
  /** Every action with its time. */
  readonly log: { readonly mono: number; readonly action: Action }[];
  pending: Pending[];
  /** Approves every launch as soon as it is asked about. */
  autoTrust: boolean;
  onStep: (record: StepRecord) => void;
  plannedAtMono: number;
  counter: number;
}

export interface WorldOptions {
  readonly settings?: Partial<PolicySettings>;
  readonly fraction?: () => number;
  readonly catalog?: Catalog;
  readonly autoTrust?: boolean;
  readonly onStep?: (record: StepRecord) => void;
}

/** The product's defaults. */
export const usualSettings: PolicySettings = {
  refreshIntervalMs: 300_000,
  idleStopMs: 600_000,
  keepAlive: false,
  once: false,
  hold: false,
};

/** Every server offers tools, named after its launch. */
export const plainCatalog: Catalog = {
  offers: () => ['tools'],
  items: (server) => [{ name: `tool of ${server.launchHash}` }, { name: 'another' }],
};

export function pretendWorld(options: WorldOptions = {}): World {
  const settings = { ...usualSettings, ...options.settings };
  return {
    now: at(0),
    state: emptyState,
    policy: makePolicy(() => settings, options.fraction ?? (() => 0)),
    catalog: options.catalog ?? plainCatalog,
    scripts: new Map(),
    attempts: new Map(),
    trust: new Map(),
    log: [],
    pending: [],
    autoTrust: options.autoTrust ?? true,
    onStep: options.onStep ?? (() => {}),
    plannedAtMono: Number.NEGATIVE_INFINITY,
    counter: 0,
  };
}

export function scriptOf(world: World, id: ServerId): Script {
  const script = world.scripts.get(id) ?? { starts: [], lists: [], closesMs: [] };
  world.scripts.set(id, script);
  return script;
}

/** One step of the real core, its actions carried out. */
export function send(world: World, event: Event): readonly Action[] {
  if (event.kind === 'trust.decided') world.trust.set(event.decision.server, event.decision);
  const before = world.state;
  const { state, actions } = step(before, event, world.now, world.policy);
  world.state = state;
  world.plannedAtMono = world.now.mono;
  world.onStep({ event, now: world.now, before, after: state, actions });
  for (const action of actions) {
    world.log.push({ mono: world.now.mono, action });
    carryOut(world, action);
  }
  return actions;
}

/** More turns than any wait in a test needs: beyond it the timer is set again and again without effect. */
const turnsMax = 50_000;

/** Lets `ms` pass: answers arrive and timers ring in the order of their time. */
export function advance(world: World, ms: number): void {
  const end = world.now.mono + ms;
  for (let turns = 0; ; turns += 1) {
    if (turns > turnsMax) throw new Error(`the loop spins at ${world.now.mono} ms; last: ${actionsSince(world, world.log.length - 5)}`);
    const answer = world.pending.reduce<Pending | null>((first, next) => (first === null || isBefore(next, first) ? next : first), null);
    const due = nextDue(world.state, world.policy, world.plannedAtMono);
    const next = Math.min(answer?.atMono ?? Number.POSITIVE_INFINITY, due);
    if (next > end) break;
    setClock(world, Math.max(next, world.now.mono));
    if (answer !== null && answer.atMono <= next) {
      world.pending = world.pending.filter((other) => other !== answer);
      answer.happen();
    } else send(world, events.tick);
  }
  setClock(world, end);
}

function isBefore(one: Pending, other: Pending): boolean {
  return one.atMono < other.atMono || (one.atMono === other.atMono && one.order < other.order);
}

function setClock(world: World, mono: number): void {
  world.now = { mono, wall: world.now.wall + (mono - world.now.mono) };
}

export function later(world: World, delayMs: number, happen: () => void): void {
  world.counter += 1;
  world.pending.push({ atMono: world.now.mono + delayMs, order: world.counter, happen });
}

function carryOut(world: World, action: Action): void {
  if (action.kind === 'askTrust') {
    const { definition } = action;
    if (world.autoTrust) later(world, 0, () => send(world, events.trusted(definition)));
    return;
  }
  if (action.kind === 'connect') {
    start(world, action.definition, action.attempt);
    return;
  }
  const attempt = world.attempts.get(action.attempt);
  if (!attempt) throw new Error(`${action.kind} for an attempt that was never made: ${action.attempt}`);
  if (action.kind === 'disconnect') stop(world, attempt);
  // The answer that is on its way is for nobody any more.
  else if (action.kind === 'callOffList') attempt.readings.delete(action.capability);
  else list(world, attempt, action.capability);
}

function start(world: World, definition: ServerDefinition, number: number): void {
  const script = scriptOf(world, definition.id);
  const outcome = script.starts.shift() ?? script.always ?? { kind: 'opens', delayMs: 20 };
  const attempt: Attempt = { number, definition, phase: 'starting', readings: new Map() };
  world.attempts.set(number, attempt);
  later(world, outcome.delayMs, () => {
    // An answer that comes after the stop was asked for is sent all the same, as real ones are.
    const current = attempt.phase === 'starting';
    if (outcome.kind === 'fails') {
      if (current) attempt.phase = 'gone';
      if (current) send(world, events.failed(definition.id, number, outcome.code, outcome.retryAfterMs));
      return;
    }
    if (current) attempt.phase = 'open';
    if (current && outcome.livesMs !== undefined) later(world, outcome.livesMs, () => crash(world, attempt));
    send(world, {
      kind: 'connection.opened',
      server: definition.id,
      attempt: number,
      facts: openFacts(world.catalog.offers(definition)),
      era: 'legacy',
    });
  });
}

function stop(world: World, attempt: Attempt): void {
  const wasStarting = attempt.phase === 'starting';
  // It ended by itself a moment ago: the answer to that is still on its way.
  if (attempt.phase !== 'gone') attempt.phase = 'closing';
  const { id } = attempt.definition;
  later(world, scriptOf(world, id).closesMs.shift() ?? 10, () => {
    attempt.phase = 'gone';
    const calledOff = wasStarting && attempt.number % 2 === 0;
    send(world, calledOff ? events.failed(id, attempt.number, 'deadline') : events.closed(id, attempt.number));
  });
}

function list(world: World, attempt: Attempt, capability: CapabilityKind): void {
  const { definition, number } = attempt;
  const outcome = scriptOf(world, definition.id).lists.shift() ?? { delayMs: 5, fails: false };
  // As the server saw it when it was asked: a change afterwards needs another reading.
  const items = world.catalog.items(definition, capability);
  const reading = world.counter;
  attempt.readings.set(capability, reading);
  later(world, outcome.delayMs, () => {
    if (attempt.readings.get(capability) !== reading) return;
    attempt.readings.delete(capability);
    send(
      world,
      outcome.fails
        ? events.listFailed(definition.id, number, capability)
        : { kind: 'list.done', server: definition.id, attempt: number, capability, items },
    );
  });
}

/** An open server dies by itself. */
export function crash(world: World, attempt: Attempt, code: ProblemCode = 'exited'): void {
  if (attempt.phase !== 'open') return;
  attempt.phase = 'gone';
  send(world, events.closed(attempt.definition.id, attempt.number, problem(code)));
}

/** Attempts of a server that have not ended. */
export const alive = (world: World, id: ServerId): Attempt[] =>
  [...world.attempts.values()].filter((attempt) => attempt.definition.id === id && attempt.phase !== 'gone');

/** Times at which a server was started. */
export const startsOf = (world: World, id: ServerId): number[] =>
  world.log.filter(({ action }) => action.kind === 'connect' && action.server === id).map(({ mono }) => mono);

/** Actions since an index of the log, in short words. */
export const actionsSince = (world: World, index: number): string[] =>
  world.log.slice(index).map(({ action }) => `${action.kind} ${action.server.split('/').at(-1)}`);

export const snapshot = (world: World): RegistrySnapshot => registrySnapshot(world.state, emptyMetadata, emptyRegistry);

/** The person approves every enabled launch that is wanted now. */
export function approveAll(world: World): void {
  for (const definition of desiredServers(world.state.sources).values()) {
    const known = world.trust.get(definition.id);
    if (definition.enabled && (known?.launchHash !== definition.launchHash || known.verdict !== 'trusted'))
      send(world, { kind: 'trust.decided', decision: decision(definition) });
  }
}

/** The engine ends and starts again: processes are gone, the registry and the answers are kept, the monotonic clock begins anew. */
export function restart(world: World, sources: readonly SourceId[]): void {
  const registry = snapshot(world);
  world.attempts.clear();
  world.pending = [];
  world.state = emptyState;
  world.plannedAtMono = Number.NEGATIVE_INFINITY;
  world.now = { mono: 0, wall: world.now.wall };
  send(world, { kind: 'registry.loaded', registry });
  send(world, { kind: 'trust.loaded', decisions: [...world.trust.values()] });
  send(world, events.named(...sources));
}

/** What of a registry does not depend on when and how often things happened. Of a disabled server only that it is there. */
export function withoutTimes(registry: RegistrySnapshot): unknown {
  return Object.fromEntries(
    Object.entries(registry.servers).map(([id, { lastSyncWall: _sync, durationMs: _duration, listings, failure, ...server }]) => {
      const { name, source, client, transport, enabled } = server;
      if (!enabled) return [id, { name, source, client, transport, enabled }];
      const lists = capabilityKinds.map((kind) => [kind, listings[kind] && { items: listings[kind].items, status: listings[kind].status }]);
      return [id, { ...server, failure: failure?.problem.code ?? null, lists: Object.fromEntries(lists) }];
    }),
  );
}

export { wallZero };
