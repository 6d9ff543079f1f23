// Smart sync against always syncing: nothing changed, one server changed, everything listed again.
import { readFileSync } from 'node:fs';
import {
  environmentOf,
  makeHome,
  median,
  options,
  quiet,
  remove,
  report,
  round,
  runCli,
  syntheticConfig,
  writeRename,
} from './lib/measure.mjs';

const { servers, reps, json } = options({ servers: '5', reps: '5', json: false });
const place = makeHome((log) => syntheticConfig(Number(servers), log));
const env = environmentOf(place.home);
const sync = async (...args) => JSON.parse((await runCli(['sync', '--auto', '--json', ...args], env)).out);
try {
  await sync();
  const times = { unchanged: [], changed: [], always: [] };
  for (let at = 0; at < Number(reps); at += 1) {
    await quiet();
    times.unchanged.push((await sync()).duration_ms);
    await quiet();
    times.always.push((await sync('--no-smart-sync')).duration_ms);
    const config = JSON.parse(readFileSync(place.file, 'utf8'));
    config.mcpServers.s0.args[1] = `--round=${at}`;
    writeRename(place.file, JSON.stringify(config, null, 2));
    await quiet();
    const changed = await sync();
    if (changed.reason !== 'config-hash') throw new Error(`expected "config-hash", got ${JSON.stringify(changed)}`);
    times.changed.push(changed.duration_ms);
  }
  const result = {
    servers: Number(servers),
    unchanged_ms: round(median(times.unchanged)),
    changed_ms: round(median(times.changed)),
    always_ms: round(median(times.always)),
  };
  const misses = [];
  if (!(result.unchanged_ms < 5)) misses.push(`unchanged ${result.unchanged_ms} ms, target under 5 ms`);
  if (!(result.changed_ms <= result.always_ms * 1.05)) misses.push('a change of one server takes longer than listing everything');
  report('smart-sync', result, { json, misses });
} finally {
  remove(place.home);
}
