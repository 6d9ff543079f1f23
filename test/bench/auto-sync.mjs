// "No changes = no sync = no overhead": the decision of `sync --auto` for 50 unchanged servers, in fresh processes.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentOf, makeHome, options, remove, report, run, runCli, startsIn, summary, syntheticConfig } from './lib/measure.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const { servers, runs, json } = options({ servers: '50', runs: '60', json: false });
const place = makeHome((log) => syntheticConfig(Number(servers), log));
const counts = path.join(place.home, 'counts.json');
const env = environmentOf(place.home, { BENCH_COUNTS: counts });
const hooks = ['--require', path.join(here, 'lib', 'count-effects.cjs')];
try {
  await runCli(['sync', '--json'], env);
  const before = startsIn(place.log);
  const checks = [];
  const durations = [];
  const processes = [];
  const floors = [];
  let spawns = 0;
  let sockets = 0;
  const floor = `const fs=require('fs');performance.now();const t=performance.now();fs.statSync(${JSON.stringify(place.file)},{bigint:true});process.stdout.write(String(performance.now()-t))`;
  for (let at = 0; at < Number(runs); at += 1) {
    const { out, endMs } = await runCli(['sync', '--auto', '--json'], env, hooks);
    const result = JSON.parse(out);
    if (result.synced || result.reason !== 'unchanged') throw new Error(`expected "unchanged", got ${out}`);
    checks.push(result.check_ms);
    durations.push(result.duration_ms);
    processes.push(endMs);
    const counted = JSON.parse(readFileSync(counts, 'utf8'));
    spawns += counted.spawns;
    sockets += counted.sockets;
    if (at % 4 === 0) floors.push(Number((await run(process.execPath, ['-e', floor], env)).out));
  }
  spawns += startsIn(place.log) - before;
  const check = summary(checks);
  const misses = [];
  if (!(check.p95 < 1)) misses.push(`check p95 ${check.p95} ms, target under 1 ms`);
  if (spawns !== 0 || sockets !== 0) misses.push(`${spawns} spawns and ${sockets} sockets, target 0`);
  const result = {
    servers: Number(servers),
    check_ms: check,
    floor_one_stat_ms: summary(floors),
    duration_ms: summary(durations),
    process_ms: summary(processes),
    spawns,
    sockets,
  };
  report('auto-sync: unchanged check', result, { json, misses });
} finally {
  remove(place.home);
}
