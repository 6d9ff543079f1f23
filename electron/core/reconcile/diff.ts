/** Desired servers against observed connections. */
import type { ServerId } from '../../contract/ids.ts';
import { diffByKey } from '../lib/diff-by-key.ts';
import type { ServerDefinition } from '../model/server.ts';
import type { ServerState } from '../model/state.ts';

export interface ServerDiff {
  /** Wanted, nothing is running for it. */
  readonly added: readonly ServerDefinition[];
  /** Something runs for it, but with another launch. */
  readonly relaunched: readonly ServerDefinition[];
  /** Something runs, nobody wants it. */
  readonly removed: readonly ServerId[];
  /** Runs as wanted. */
  readonly kept: readonly ServerDefinition[];
}

/** Launch hash of what is running or being started for a server; null when nothing is. */
export function runningLaunch(server: ServerState): string | null {
  const { connection } = server;
  return connection.phase === 'open' || connection.phase === 'connecting' ? connection.launchHash : null;
}

/** Compares the enabled desired servers with what runs. */
export function diff(desired: ReadonlyMap<ServerId, ServerDefinition>, servers: ReadonlyMap<ServerId, ServerState>): ServerDiff {
  const running = new Map<ServerId, string>();
  for (const [id, server] of servers) {
    const launch = runningLaunch(server);
    if (launch !== null) running.set(id, launch);
  }
  const wanted = new Map([...desired].filter(([, definition]) => definition.enabled));
  const difference = diffByKey(running, wanted, (launch, definition) => launch === definition.launchHash);
  return {
    added: difference.added.map(([, definition]) => definition),
    relaunched: difference.updated.map(([, , definition]) => definition),
    removed: difference.removed.map(([id]) => id),
    kept: difference.kept.map(([, , definition]) => definition),
  };
}
