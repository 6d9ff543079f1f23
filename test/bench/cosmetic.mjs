// 100 edits that change nothing about any launch: nothing may be started again.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  environmentOf,
  freePort,
  makeHome,
  nowMs,
  options,
  remove,
  report,
  sleep,
  startsIn,
  syntheticConfig,
  writeRename,
} from './lib/measure.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const { edits, servers, json } = options({ edits: '100', servers: '5', json: false });
const place = makeHome((log) => syntheticConfig(Number(servers), log));
const child = spawn(process.execPath, [path.join(here, '../../dist/cli.js'), 'watch'], {
  env: environmentOf(place.home, { TOOLTRAY_PORT: String(await freePort()) }),
  stdio: 'ignore',
});
const registry = path.join(place.state, 'registry.json');
const isSynced = () =>
  existsSync(registry) &&
  Object.values(JSON.parse(readFileSync(registry, 'utf8')).servers).filter((server) => server.lastSyncWall !== null).length;
async function until(probe, limitMs) {
  const end = nowMs() + limitMs;
  while (nowMs() < end) {
    if (probe()) return;
    await sleep(20);
  }
  throw new Error('the servers were not synced in time');
}

/** The same servers in another dress: order, indentation, comments, unrelated keys. */
function redress(text, at) {
  const config = JSON.parse(text);
  const entries = Object.entries(config.mcpServers).map(([name, server]) => [name, Object.fromEntries(Object.entries(server).reverse())]);
  const shifted = [...entries.slice(at % entries.length), ...entries.slice(0, at % entries.length)];
  const body = JSON.stringify({ note: `edit ${at}`, mcpServers: Object.fromEntries(shifted) }, null, (at % 4) + 1);
  return at % 3 === 0 ? `// edit ${at}\n${body}\n` : body;
}

try {
  await until(() => isSynced() === Number(servers), 30_000);
  const before = startsIn(place.log);
  const original = readFileSync(place.file, 'utf8');
  for (let at = 0; at < Number(edits); at += 1) {
    writeRename(place.file, redress(original, at));
    await sleep(60);
  }
  await sleep(1_500);
  const restarts = startsIn(place.log) - before;
  report(
    'cosmetic edits',
    { edits: Number(edits), servers: Number(servers), restarts },
    { json, misses: restarts === 0 ? [] : [`${restarts} restarts, target 0`] },
  );
} finally {
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  remove(place.home);
}
