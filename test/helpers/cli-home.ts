/** What the stories of the command line ask of a home, again and again. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { ListedRow } from '../../electron/contract/capability.ts';
import type { StatusReport } from '../../electron/contract/reports.ts';
import { type CliHome, cliHome } from './cli.ts';

export const tools = (h: CliHome): Promise<readonly ListedRow[]> => h.json(['tools']);
export const status = (h: CliHome): Promise<StatusReport> => h.json(['status']);
export const serversOf = (rows: readonly ListedRow[]): readonly string[] => [...new Set(rows.map((row) => row.server))].sort();
export const registry = (h: CliHome) => JSON.parse(readFileSync(path.join(h.home, 'registry.json'), 'utf8'));

/** A home with servers that have been synced once. */
export async function synced(names: readonly string[] = ['a', 'b']): Promise<CliHome> {
  const h = await cliHome();
  h.write(Object.fromEntries(names.map((name) => [name, h.server(name)])));
  expect(await h.sync()).toMatchObject({ synced: true, servers: { ok: names.length, failed: [] } });
  return h;
}

/** The registry without what differs from run to run. */
export function lists(h: CliHome): unknown {
  const servers = registry(h).servers as Record<
    string,
    { name: string; syncedLaunchHash: string; listings: Record<string, { items: unknown; status: string }> }
  >;
  return Object.entries(servers)
    .map(([id, { name, syncedLaunchHash, listings }]) => [
      id,
      name,
      syncedLaunchHash,
      Object.entries(listings).map(([kind, { items, status: freshness }]) => [kind, items, freshness]),
    ])
    .sort();
}
