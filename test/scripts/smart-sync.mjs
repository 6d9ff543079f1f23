/**
 * Smart Sync end to end with the built command line: nothing changed twice, a server added, one renamed by hand, the registry gone.
 * Never syncs by hand: everything goes through `sync --auto` and the reading commands. Exits 1 with what was wrong.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const fixture = path.join(root, 'test', 'fixtures', 'server', 'fixture-server.mjs');
const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'tooltray-smart-sync-')));
const config = path.join(home, 'mcp.json');
const startsFile = path.join(home, 'starts.log');
const env = { PATH: process.env.PATH, HOME: home, TOOLTRAY_HOME: home, TOOLTRAY_TRUST: 'always' };

async function programPath() {
  if (process.env.TOOLTRAY_CLI) return process.env.TOOLTRAY_CLI;
  const { ensureBuilt } = await import('../../scripts/build.mjs');
  ensureBuilt();
  return path.join(root, 'dist', 'cli.js');
}

const program = await programPath();

function tooltray(...words) {
  const ran = spawnSync(process.execPath, [program, ...words], { env, encoding: 'utf8' });
  assert.equal(ran.status, 0, `${words.join(' ')} gave ${ran.status}: ${ran.stderr}${ran.stdout}`);
  return ran.stdout;
}

const sync = () => JSON.parse(tooltray('sync', '--auto', '--json'));
const starts = () => (existsSync(startsFile) ? readFileSync(startsFile, 'utf8').split('\n').length - 1 : 0);
const server = (name) => ({ command: process.execPath, args: [fixture, '--name', name, '--starts-file', startsFile] });
const toolServers = () => [...new Set(JSON.parse(tooltray('tools', '--json')).map((row) => row.server))].sort();

function story(title, tell) {
  tell();
  console.log(`ok ${title}`);
}

try {
  writeFileSync(config, JSON.stringify({ mcpServers: { 'slack-composio': server('slack'), files: server('files') } }, null, 2));

  story('1 no changes, twice', () => {
    assert.equal(sync().reason, 'first-run');
    const before = starts();
    assert.equal(before, 2);
    for (const _ of [1, 2]) {
      const report = sync();
      assert.deepEqual([report.synced, report.reason], [false, 'unchanged']);
    }
    assert.equal(starts(), before);
  });

  story('2 a server is added', () => {
    const file = path.join(home, 'new-server.json');
    writeFileSync(file, JSON.stringify({ 'new-server': server('new') }));
    tooltray('add', file);
    const report = sync();
    assert.deepEqual([report.synced, report.servers.total, report.servers.failed], [true, 3, []]);
    assert.equal(starts(), 3);
    assert.deepEqual(toolServers(), ['files', 'new-server', 'slack-composio']);
  });

  story('3 one is renamed by hand', () => {
    writeFileSync(config, readFileSync(config, 'utf8').replace('slack-composio', 'slack-renamed'));
    // The reading command does by itself what is needed.
    assert.deepEqual(toolServers(), ['files', 'new-server', 'slack-renamed']);
    assert.equal(sync().reason, 'unchanged');
    assert.ok(!readFileSync(path.join(home, 'registry.json'), 'utf8').includes('slack-composio'));
  });

  story('4 the registry is gone', () => {
    rmSync(path.join(home, 'registry.json'));
    const report = sync();
    assert.deepEqual([report.synced, report.servers.ok], [true, 3]);
    assert.deepEqual(toolServers(), ['files', 'new-server', 'slack-renamed']);
    assert.equal(sync().reason, 'unchanged');
  });
} finally {
  rmSync(home, { recursive: true, force: true });
}
