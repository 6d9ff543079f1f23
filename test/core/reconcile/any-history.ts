/** Random histories of files, persons, servers and time. */
import fc from 'fast-check';
import { type CapabilityKind, capabilityKinds } from '../../../electron/contract/capability.ts';
import { type ServerId, type SourceId, serverId } from '../../../electron/contract/ids.ts';
import { cursorSource, ownSource } from '../../helpers/builders.ts';
import type { ListOutcome, StartOutcome } from '../../helpers/pretend-world.ts';

export const sources: readonly SourceId[] = [ownSource, cursorSource];
export const names = ['a', 'b', 'c'] as const;
export const ids: readonly ServerId[] = sources.flatMap((source) => names.map((name) => serverId(source, ['mcpServers', name])));

/** What a server offers is decided by its launch, as it is outside. */
export const offersByLaunch: readonly (readonly CapabilityKind[])[] = [
  ['tools'],
  ['tools', 'prompts'],
  [],
  ['tools', 'resources', 'resourceTemplates'],
];

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
  | { readonly do: 'cancel'; readonly server: number | null }
  | { readonly do: 'hasten' }
  | { readonly do: 'pause'; readonly on: boolean }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'restart' }
  | { readonly do: 'rank'; readonly order: readonly number[] }
  | {
      readonly do: 'script';
      readonly server: number;
      readonly starts: readonly StartOutcome[];
      readonly lists: readonly ListOutcome[];
      readonly closesMs: readonly number[];
    };

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
  // As long as the pace of relaunches, so that both end at the same moment.
  fc.record({ kind: fc.constant('opens' as const), delayMs: fc.oneof(shortMs, fc.constant(5_000)) }),
  fc.record({ kind: fc.constant('opens' as const), delayMs: shortMs, livesMs: fc.constantFrom(0, 5, 400, 45_000, 90_000) }),
  fc.record({
    kind: fc.constant('fails' as const),
    delayMs: shortMs,
    code: fc.constantFrom('exited' as const, 'unreachable' as const, 'command-not-found' as const),
  }),
  fc.record({ kind: fc.constant('fails' as const), delayMs: fc.constant(30_000), code: fc.constant('deadline' as const) }),
  fc.record({
    kind: fc.constant('fails' as const),
    delayMs: shortMs,
    code: fc.constant('http-status' as const),
    retryAfterMs: fc.constant(90_000),
  }),
);
const someEntries = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...names),
    launch: fc.nat(offersByLaunch.length - 1),
    enabled: fc.constantFrom(true, true, true, false),
  }),
  { maxLength: 3, selector: ({ name }) => name },
);

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('save' as const), file, entries: someEntries }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('break' as const, 'delete' as const, 'touch' as const), file }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('approve' as const, 'approve' as const, 'reject' as const, 'crash' as const, 'stray' as const),
      server,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('notice' as const), server, kind }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('sync' as const),
      server: fc.option(server),
      kinds: fc.subarray([...capabilityKinds], { minLength: 1 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), server: fc.option(server) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hasten' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), on: fc.boolean() }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 15, 60, 500, 2_000, 6_000, 61_000, 301_000) }),
  },
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
