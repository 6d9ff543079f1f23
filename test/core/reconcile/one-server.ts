/** A state with one server in a given condition, for tables. */
import type { ServerId, SourceId } from '../../../electron/contract/ids.ts';
import type { Action } from '../../../electron/core/model/action.ts';
import type { Connection } from '../../../electron/core/model/connection.ts';
import { type Listing, type Listings, missingListings } from '../../../electron/core/model/listing.ts';
import type { ServerDefinition } from '../../../electron/core/model/server.ts';
import { emptyState, freshServer, type ServerState, type State } from '../../../electron/core/model/state.ts';
import type { TrustDecision } from '../../../electron/core/model/trust.ts';
import { at, decision, definition, openFacts, ownSource, problem, reading, relaunched } from '../../helpers/builders.ts';

/** The launch that was known first, and another one of the same server. */
export const db: ServerDefinition = definition('db');
export const otherDb: ServerDefinition = relaunched(db, '--other');

export const nowMono = 1_000_000;

/** One connection of each phase, on the launch of `db`, attempt 7. */
export const connections = {
  closed: { phase: 'closed' },
  connecting: { phase: 'connecting', attempt: 7, launchHash: db.launchHash, sinceMono: nowMono - 10 },
  open: {
    phase: 'open',
    attempt: 7,
    launchHash: db.launchHash,
    sinceMono: nowMono - 1_000,
    sinceWall: at(nowMono - 1_000).wall,
    usedMono: nowMono - 1_000,
    facts: openFacts(['tools']),
  },
  closing: { phase: 'closing', attempt: 7 },
  failed: {
    phase: 'failed',
    launchHash: db.launchHash,
    retryAtMono: nowMono + 500,
    retryAtWall: at(nowMono + 500).wall,
    problem: problem('exited'),
  },
} as const satisfies Record<Connection['phase'], Connection>;

export function listing(parts: Partial<Listing> = {}): Listing {
  const dueAtMono = nowMono + 60_000;
  return { ...missingListings.tools, status: 'fresh', items: [{ name: 'old' }], readAtWall: at(nowMono - 500).wall, dueAtMono, ...parts };
}

export const lists = (tools: Partial<Listing> = {}): Listings => ({
  tools: listing(tools),
  prompts: listing({ items: [], dueAtMono: Number.POSITIVE_INFINITY }),
  resources: listing({ items: [], dueAtMono: Number.POSITIVE_INFINITY }),
  resourceTemplates: listing({ items: [], dueAtMono: Number.POSITIVE_INFINITY }),
});

export interface Condition {
  readonly connection: Connection;
  /** What the file asks for now; null: the file no longer names it. */
  readonly wanted: ServerDefinition | null;
  readonly decisions?: readonly TrustDecision[];
  readonly server?: Partial<ServerState>;
  readonly state?: Partial<State>;
}

export function stateOf({ connection, wanted, decisions, server, state }: Condition): State {
  const known: ServerState = {
    ...freshServer,
    listings: lists(),
    offers: ['tools'],
    syncedLaunchHash: db.launchHash,
    lastLaunchHash: db.launchHash,
    connection,
    ...server,
  };
  const trust = decisions ?? (wanted ? [decision(wanted)] : []);
  return {
    ...emptyState,
    sources: new Map<SourceId, ReturnType<typeof goodSource>>([[ownSource, goodSource(wanted ? [wanted] : [])]]),
    servers: new Map<ServerId, ServerState>([[db.id, known]]),
    trust: new Map(trust.map((one) => [one.server, one])),
    lastAttempt: 7,
    ...state,
  };
}

function goodSource(servers: readonly ServerDefinition[]) {
  return { id: ownSource, client: 'tooltray', rank: 0, presence: 'good' as const, reading: reading(servers), problem: null };
}

/** Actions in short words. */
export const inWords = (actions: readonly Action[]): string[] =>
  actions.map((action) => {
    if (action.kind === 'connect') return `connect #${action.attempt}`;
    if (action.kind === 'disconnect') return `disconnect #${action.attempt} ${action.reason}`;
    return action.kind === 'list' ? `list #${action.attempt} ${action.capability}` : 'ask';
  });
