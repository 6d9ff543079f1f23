// A first sync of 1, 4 and 20 servers against the bare SDK client doing the same: process start to the last list.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  environmentOf,
  floorFile,
  makeHome,
  median,
  options,
  quiet,
  remove,
  report,
  round,
  run,
  runCli,
  syntheticConfig,
} from './lib/measure.mjs';

const { n, reps, json } = options({ n: '1,4,20', reps: '5', json: false });
const ratioMax = 1.25;
const result = {};
const misses = [];
for (const count of String(n).split(',').map(Number)) {
  const ours = [];
  const floor = [];
  for (let at = 0; at < Number(reps); at += 1) {
    const place = makeHome((log) => syntheticConfig(count, log));
    const env = environmentOf(place.home);
    try {
      const list = path.join(place.home, 'list.json');
      const { mcpServers } = syntheticConfig(count, place.log);
      writeFileSync(list, JSON.stringify(Object.entries(mcpServers).map(([name, server]) => ({ name, ...server }))));
      await quiet();
      const bare = await run(process.execPath, [floorFile('direct-list.mjs'), list, '0'], env);
      const found = JSON.parse(bare.out).tools;
      floor.push(bare.firstMs);
      await quiet();
      const synced = await runCli(['sync', '--json'], env);
      const report = JSON.parse(synced.out);
      if (report.tools !== found || report.servers.ok !== count) throw new Error(`listed ${report.tools} tools of ${found}: ${synced.out}`);
      ours.push(synced.firstMs);
    } finally {
      remove(place.home);
    }
  }
  const ratio = round(median(ours) / median(floor));
  result[`servers_${count}`] = {
    ours_ms: round(median(ours)),
    ours_min_ms: round(Math.min(...ours)),
    bare_sdk_ms: round(median(floor)),
    bare_sdk_min_ms: round(Math.min(...floor)),
    ratio,
  };
  if (!(ratio <= ratioMax)) misses.push(`${count} servers: ${ratio} times the bare SDK client, target ${ratioMax}`);
}
report('cold-sync: first sync against the bare SDK client', result, { json, misses });
