/** The registry file as text: what is written, and how much of what is found can be used. */
import { z } from 'zod';
import { CapabilityKind, ListedItem } from '../../contract/capability.ts';
import { ServerId, SourceId } from '../../contract/ids.ts';
import { Problem } from '../../contract/problem.ts';
import {
  emptyMetadata,
  type RegistryMetadata,
  type RegistrySnapshot,
  registryVersion,
  type StoredServer,
} from '../../core/model/registry.ts';

const FileStat = z.object({ size: z.number(), inode: z.string(), mtimeNs: z.string(), ctimeNs: z.string() }).nullable();

const StoredListing = z.looseObject({ items: z.array(ListedItem), status: z.enum(['fresh', 'stale']), readAtWall: z.number() });

const PlainLaunchShape = z.object({
  kind: z.enum(['stdio', 'http', 'sse']),
  command: z.string().nullable(),
  args: z.array(z.string()),
  address: z.string().nullable(),
  cwd: z.string().nullable(),
  envFile: z.string().nullable(),
  fingerprints: z.record(z.string(), z.string()),
});

/** Loose, so that fields of a later version survive a save by this one. */
const StoredServerShape = z.looseObject({
  id: ServerId,
  name: z.string(),
  source: SourceId,
  client: z.string(),
  transport: z.enum(['stdio', 'http', 'sse']),
  enabled: z.boolean(),
  syncedLaunchHash: z.string(),
  launch: z.object({ hash: z.string(), plain: PlainLaunchShape }).optional().catch(undefined),
  lastSyncWall: z.number().nullable(),
  durationMs: z.number().nullable(),
  offers: z.array(CapabilityKind),
  protocolVersion: z.string().nullable(),
  era: z.enum(['legacy', 'modern']).nullable(),
  listings: z.partialRecord(CapabilityKind, StoredListing),
  failingSinceWall: z.number().nullish().catch(null),
  failure: z.looseObject({ count: z.number(), retryAtWall: z.number(), problem: Problem, launchHash: z.string().default('') }).nullable(),
});

const SourceStampShape = z.looseObject({
  stat: FileStat,
  contentHash: z.string(),
  variables: z.array(z.string()),
  variablesHash: z.string(),
  serversHash: z.string(),
  problem: Problem.nullable(),
  servers: z.number(),
});

const MetadataShape = z.looseObject({
  mcp_last_sync_time: z.number(),
  mcp_servers_hash: z.string(),
  sources: z.record(z.string(), SourceStampShape),
  launchFiles: z.array(z.looseObject({ path: z.string(), stat: FileStat })),
  pending: z.array(z.string()),
});

type Members = Readonly<Record<string, unknown>>;

/** Turns the members of a file of version `n` (its place in the list) into those of version `n + 1`. */
export type RegistryUpgrade = (members: Members) => Members;

/** Version 0 is a file without a version, which looks the same. */
export const registryUpgrades: readonly RegistryUpgrade[] = [(members) => members];

export type RegistryParse =
  | {
      readonly kind: 'registry';
      readonly registry: RegistrySnapshot /** Entries and stamps that could not be used, in words. */;
      readonly dropped: readonly string[];
    }
  /** Written by a later version: to be read as far as possible, never to be written. */
  | { readonly kind: 'newer'; readonly version: number; readonly registry: RegistrySnapshot }
  | { readonly kind: 'corrupt'; readonly why: string };

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

const ownMembers: ReadonlySet<string> = new Set(['version', 'metadata', 'servers']);

function parseMetadata(value: unknown): { readonly metadata: RegistryMetadata; readonly dropped: readonly string[] } {
  const parsed = MetadataShape.safeParse({ ...emptyMetadata, ...(isMembers(value) ? value : {}) });
  if (parsed.success && (value === undefined || isMembers(value))) return { metadata: parsed.data, dropped: [] };
  // A stamp in doubt would hide a change, so all stamps go and the next sync looks at everything.
  return { metadata: { ...(isMembers(value) ? value : {}), ...emptyMetadata }, dropped: ['metadata'] };
}

function parseServers(value: unknown): { readonly servers: Readonly<Record<string, StoredServer>>; readonly dropped: readonly string[] } {
  if (value === undefined) return { servers: {}, dropped: [] };
  if (!isMembers(value)) return { servers: {}, dropped: ['servers'] };
  const good: [string, StoredServer][] = [];
  const dropped: string[] = [];
  for (const [id, entry] of Object.entries(value)) {
    const parsed = StoredServerShape.safeParse(entry);
    if (parsed.success && parsed.data.id === id && id !== '__proto__') good.push([id, parsed.data]);
    else dropped.push(id);
  }
  return { servers: Object.fromEntries(good), dropped };
}

function toSnapshot(members: Members, version: number): { readonly registry: RegistrySnapshot; readonly dropped: readonly string[] } {
  const { metadata, dropped } = parseMetadata(members.metadata);
  const servers = parseServers(members.servers);
  const other = Object.fromEntries(Object.entries(members).filter(([key]) => !ownMembers.has(key)));
  return { registry: { version, metadata, servers: servers.servers, other }, dropped: [...dropped, ...servers.dropped] };
}

/** Reads the text of a registry file; one bad entry never costs the others. */
export function parseRegistry(
  text: string,
  version: number = registryVersion,
  upgrades: readonly RegistryUpgrade[] = registryUpgrades,
): RegistryParse {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'corrupt', why: text.trim() === '' ? 'it is empty' : 'it is not valid JSON' };
  }
  if (!isMembers(value)) return { kind: 'corrupt', why: 'it is not a JSON object' };
  const found = value.version ?? 0;
  if (typeof found !== 'number' || !Number.isSafeInteger(found) || found < 0)
    return { kind: 'corrupt', why: 'its version is not a number' };
  if (found > version) return { kind: 'newer', version: found, registry: toSnapshot(value, version).registry };
  const members = upgrades.slice(found, version).reduce<Members>((before, upgrade) => upgrade(before), value);
  return { kind: 'registry', ...toSnapshot(members, version) };
}

/** The text of a registry file; members of other versions stay where they were, beside ours. */
export function registryText(registry: RegistrySnapshot): string {
  const other = Object.fromEntries(Object.entries(registry.other).filter(([key]) => !ownMembers.has(key)));
  const { version, metadata, servers } = registry;
  return `${JSON.stringify({ ...other, version, metadata, servers }, null, 1)}\n`;
}
