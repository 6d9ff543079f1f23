/** Metadata of the registry: beside the entries, and setting one value touches nothing else. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { serverId, sourceId } from '../../../electron/contract/ids.ts';
import { getMetadata, setMetadata } from '../../../electron/core/model/metadata.ts';
import { emptyRegistry, type RegistrySnapshot, type StoredServer } from '../../../electron/core/model/registry.ts';

const source = sourceId('/home/u/mcp.json');
const id = serverId(source, ['mcpServers', 'a']);
const hidden: StoredServer = {
  id,
  name: 'a',
  source,
  client: 'tooltray',
  transport: 'stdio',
  enabled: false,
  syncedLaunchHash: 'h',
  lastSyncWall: 1,
  durationMs: 2,
  offers: ['tools'],
  protocolVersion: null,
  era: null,
  listings: { tools: { items: [{ name: 't' }], status: 'fresh', readAtWall: 1 } },
  failure: null,
};
const registry: RegistrySnapshot = { ...emptyRegistry, servers: { [id]: hidden }, other: { later: { kept: true } } };

test('S0-05 an unknown key gives the default, and a value that was set comes back', () => {
  expect(getMetadata(registry, 'mine', 7)).toBe(7);
  const set = setMetadata(registry, 'mine', { deep: [1] });
  expect(getMetadata(set, 'mine', {})).toEqual({ deep: [1] });
  expect(getMetadata(set, 'mine', null)).toEqual({ deep: [1] });
  expect(getMetadata(set, 'toString', 'default')).toBe('default');
  // A value of another kind than expected is as good as none.
  expect(getMetadata(set, 'mine', 'text')).toBe('text');
  expect(getMetadata(set, 'mine', [])).toEqual([]);
});

test('S0-06 setting metadata keeps every entry, a disabled one too, and every other key', () => {
  const one = setMetadata(registry, 'first', 1);
  const two = setMetadata(one, 'mcp_servers_hash', 'abc');
  const three = setMetadata(two, '__proto__', 'odd');
  expect(three.servers).toEqual(registry.servers);
  expect(three.other).toEqual(registry.other);
  expect(getMetadata(three, 'first', 0)).toBe(1);
  expect(three.metadata.mcp_servers_hash).toBe('abc');
  expect(three.metadata.mcp_last_sync_time).toBe(0);
  expect(getMetadata(three, '__proto__', '')).toBe('odd');
  expect(registry.metadata).toEqual(emptyRegistry.metadata);
});

test('S0-07 both sync stamps have their defaults in a registry that was never synced', () => {
  expect(emptyRegistry.metadata.mcp_last_sync_time).toBe(0);
  expect(emptyRegistry.metadata.mcp_servers_hash).toBe('');
});

test('S0-05 there is one metadata module in the tree', () => {
  const electron = path.resolve(import.meta.dirname, '../../../electron');
  const sources = (readdirSync(electron, { recursive: true }) as string[]).filter((name) => name.endsWith('.ts'));
  expect(sources.length).toBeGreaterThan(20);
  const defining = sources.filter((name) =>
    /export (async )?(function|const) [gs]etMetadata\b/.test(readFileSync(path.join(electron, name), 'utf8')),
  );
  expect(defining).toEqual([path.join('core', 'model', 'metadata.ts')]);
});
