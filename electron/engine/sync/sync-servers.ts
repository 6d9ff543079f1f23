/** One sync as a person or script asks for it: decide, bring every server up to date, report. */
import { type CapabilityKind, capabilityKinds } from '../../contract/capability.ts';
import type { ServerId } from '../../contract/ids.ts';
import type { OperationArguments } from '../../contract/operations.ts';
import type { Problem } from '../../contract/problem.ts';
import type { SyncReason, SyncReport } from '../../contract/reports.ts';
import { isCalledOff } from '../../core/model/called-off.ts';
import { desiredServers } from '../../core/model/desired-servers.ts';
import { isTrusted } from '../../core/model/standing-answer.ts';
import type { State } from '../../core/model/state.ts';
import type { EngineParts } from '../engine-parts.ts';
import { findServers } from '../requests/find-servers.ts';
import { isSettled } from './settled.ts';
import { changedSince, quickVerdict } from './stamps.ts';
import { type SyncBaseline, syncBaseline, syncReport } from './sync-report.ts';

type SyncInput = OperationArguments<'servers.sync'>;

/** Longest that servers may take: a first package install, its retry-free listing, and the stop of what hangs. */
const settleLimitMs = 180_000;
/** A second process waits this long for the first one's sync. */
const lockWaitMs = 120_000;

interface Decision {
  readonly run: boolean;
  readonly reason: SyncReason;
  readonly checkMs: number;
}

/** Runs one sync; the report says what happened. Gives a problem only for names that do not exist. */
export async function syncServers(parts: EngineParts, input: SyncInput): Promise<SyncReport | Problem> {
  const { ports } = parts;
  await parts.load();
  const startedMono = ports.clock.now().mono;
  const smart = input.auto && (input.smartSync ?? parts.settings().smartSync) && input.names.length === 0;
  if (parts.once && smart) {
    const beginMono = ports.clock.now().mono;
    const verdict = quickVerdict(ports, parts.sourceIds(), parts.registry(), ports.clock.now().wall);
    const checkMs = ports.clock.now().mono - beginMono;
    if (verdict === 'unchanged') {
      logSkip(parts);
      return syncReport(parts, syncBaseline(parts), { synced: false, reason: 'unchanged', checkMs, startedMono, durable: true });
    }
  }
  if (!parts.once) return run(parts, input, smart, startedMono);
  const outcome = await ports.lock.exclusive('sync', lockWaitMs, async () => {
    await parts.reloadRegistry();
    return run(parts, input, smart, startedMono);
  });
  if ('synced' in outcome || outcome.code === 'not-found') return outcome;
  ports.logger.error('the home folder cannot be written', { cause: outcome.message });
  const report = syncReport(parts, syncBaseline(parts), {
    synced: false,
    reason: 'registry-unwritable',
    checkMs: 0,
    startedMono,
    durable: false,
  });
  return { ...report, problems: [...report.problems, { ...outcome, code: 'registry-unwritable' }] };
}

async function run(parts: EngineParts, input: SyncInput, smart: boolean, startedMono: number): Promise<SyncReport | Problem> {
  const { ports, loop } = parts;
  const baseline = syncBaseline(parts);
  const checkFromMono = ports.clock.now().mono;
  if (parts.once) await parts.timeline.begin();
  // A running engine has read them before, but events get lost, and whoever asks wants what the files say now.
  await (parts.once ? parts.readSources() : parts.follow.readAll());
  const named = findServers(loop.state(), input.names);
  if ('code' in named) return named;
  const decided = decide(parts, smart, baseline);
  const decision: Decision = { ...decided, checkMs: ports.clock.now().mono - checkFromMono };
  if (decision.reason === 'unchanged') logSkip(parts);
  else ports.logger.debug('sync decided', { reason: decision.reason, run: decision.run });
  if (!decision.run) {
    parts.stamp();
    const problem = await parts.flush.flush();
    return syncReport(parts, baseline, {
      synced: false,
      reason: problem ? 'registry-unwritable' : decision.reason,
      checkMs: decision.checkMs,
      startedMono,
      durable: problem === null,
    });
  }
  const wanted: readonly ServerId[] | 'all' = input.names.length === 0 ? 'all' : named.map((server) => server.id);
  if (parts.once) parts.release(wanted);
  if (smart) loop.send({ kind: 'tick' });
  else loop.send({ kind: 'sync.requested', servers: wanted, capabilities: chosen(input.only) });
  const isUpToDate = (state: State, servers: readonly ServerId[] | 'all') =>
    isSettled(state, servers, parts.once ? ports.clock.now().mono : null);
  await loop.until((state) => isUpToDate(state, wanted), settleLimitMs);
  // A sync of some servers must not make the next run believe that all are up to date.
  if (wanted === 'all' || isUpToDate(loop.state(), 'all')) parts.stamp();
  else parts.flush.touch();
  logRemoved(parts, baseline);
  const problem = await parts.flush.flush();
  const reason: SyncReason = problem ? 'registry-unwritable' : decision.reason;
  return syncReport(parts, baseline, {
    synced: problem === null,
    reason,
    checkMs: decision.checkMs,
    startedMono,
    durable: problem === null,
  });
}

function decide(parts: EngineParts, smart: boolean, baseline: SyncBaseline): { readonly run: boolean; readonly reason: SyncReason } {
  const state = parts.loop.state();
  const sources = [...state.sources.values()];
  const broken = sources.some((source) => source.problem !== null);
  const present = sources.some((source) => source.presence === 'good');
  if (!present && !broken) return { run: false, reason: 'no-config' };
  const asked = sources.reduce(
    (sum, source) => sum + (source.reading ? source.reading.servers.length + source.reading.entryProblems.length : 0),
    0,
  );
  if (asked === 0) return { run: false, reason: broken ? 'config-invalid' : 'no-servers' };
  if (!smart) return { run: true, reason: 'forced' };
  if (baseline.metadata.mcp_last_sync_time === 0) return { run: true, reason: 'first-run' };
  const changed = changedSince(parts.ports, state, baseline.metadata);
  if (changed !== 'nothing') return { run: true, reason: changed === 'env' ? 'env' : 'config-hash' };
  const due = dueReason(parts, state);
  if (due) return { run: true, reason: due };
  return { run: false, reason: broken ? 'config-invalid' : 'unchanged' };
}

/** Something to do although the files ask for the same as before: an approval came, a retry is due, a sync was cut off. */
function dueReason(parts: EngineParts, state: State): SyncReason | null {
  const now = parts.ports.clock.now();
  for (const definition of desiredServers(state.sources).values()) {
    const server = state.servers.get(definition.id);
    if (!definition.enabled || !isTrusted(state, definition) || (server && isCalledOff(server, definition))) continue;
    if (server?.connection.phase === 'failed' && server.connection.launchHash === definition.launchHash) {
      if (server.connection.retryAtMono <= now.mono) return 'retry-due';
    } else if (server?.syncedLaunchHash !== definition.launchHash) return 'config-hash';
  }
  return null;
}

function chosen(only: 'tools' | 'prompts' | 'resources' | undefined): readonly CapabilityKind[] {
  if (only === undefined) return capabilityKinds;
  return only === 'resources' ? ['resources', 'resourceTemplates'] : [only];
}

/** Only MCP entries are ever removed; what others keep in the registry is not ours to clean. */
function logRemoved(parts: EngineParts, baseline: SyncBaseline): void {
  const state = parts.loop.state();
  const kept = desiredServers(state.sources);
  const removed = Object.keys(baseline.servers).filter((id) => !kept.has(id as ServerId) && !state.remembered.has(id as ServerId));
  parts.ports.logger.debug(`Removed ${removed.length} old MCP entries for clean sync`);
}

function logSkip(parts: EngineParts): void {
  const { metadata } = parts.registry();
  const newest = Math.max(0, ...Object.values(metadata.sources).map((stamp) => Number(BigInt(stamp.stat?.mtimeNs ?? '0') / 1_000_000n)));
  parts.ports.logger.debug(
    `reason=unchanged: MCP config unchanged since last sync (mtime=${newest}, last_sync=${metadata.mcp_last_sync_time}), skipping discovery`,
  );
}
