// File saved to new server listed, and to removed server gone, against the least a Node gateway can do.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  environmentOf,
  floorFile,
  freePort,
  makeHome,
  median,
  nowMs,
  options,
  quiet,
  remove,
  report,
  round,
  sleep,
  startsIn,
  summary,
  syntheticConfig,
  writeRename,
} from './lib/measure.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const { reps, json } = options({ reps: '10', json: false });
const ratioMax = 2.5;
const limitMs = 15_000;
const everyMs = 2;
const agent = new http.Agent({ keepAlive: true });

function request(method, port, pathname, headers, body) {
  return new Promise((resolve, reject) => {
    const call = http.request({ host: '127.0.0.1', port, path: pathname, method, agent, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    call.on('error', reject);
    call.end(body);
  });
}

async function until(probe) {
  const from = nowMs();
  while (nowMs() - from < limitMs) {
    if (await probe().catch(() => false)) return nowMs();
    await sleep(everyMs);
  }
  throw new Error(`not seen within ${limitMs} ms`);
}

async function startOurs() {
  const place = makeHome((log) => syntheticConfig(4, log));
  const child = spawn(process.execPath, [path.join(here, '../../dist/cli.js'), 'watch'], {
    env: environmentOf(place.home, { TOOLTRAY_PORT: String(await freePort()) }),
    stdio: 'ignore',
  });
  await until(async () => existsSync(path.join(place.state, 'api.json')) && existsSync(path.join(place.state, 'token')));
  const { port } = JSON.parse(readFileSync(path.join(place.state, 'api.json'), 'utf8'));
  const token = readFileSync(path.join(place.state, 'token'), 'utf8').trim();
  const tools = () => request('GET', port, '/api/v1/mcp/tools', { 'X-API-Key': token });
  return { place, child, has: async (name) => (await tools()).includes(`"${name}_echo"`) };
}

async function startFloor() {
  const place = makeHome((log) => syntheticConfig(4, log));
  const port = await freePort();
  const child = spawn(process.execPath, [floorFile('raw-gateway.mjs'), '--config', place.file, '--port', String(port)], {
    stdio: 'ignore',
  });
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const tools = () => request('POST', port, '/mcp', headers, '{"jsonrpc":"2.0","id":1,"method":"tools/list"}');
  return { place, child, has: async (name) => (await tools()).includes(`__${name}_echo"`) };
}

const subjects = { ours: await startOurs(), floor: await startFloor() };
const added = { ours: [], floor: [] };
const removed = { ours: [], floor: [] };
try {
  for (const subject of Object.values(subjects)) await until(() => subject.has('s3'));
  for (let at = 0; at < Number(reps); at += 1) {
    for (const [name, subject] of Object.entries(subjects)) {
      const before = readFileSync(subject.place.file, 'utf8');
      const config = JSON.parse(before);
      const fresh = `n${at}`;
      config.mcpServers[fresh] = { ...config.mcpServers.s0, env: { ...config.mcpServers.s0.env, SYN_NAME: fresh } };
      await quiet();
      let from = nowMs();
      writeRename(subject.place.file, JSON.stringify(config, null, 2));
      added[name].push((await until(() => subject.has(fresh))) - from);
      await sleep(200);
      from = nowMs();
      writeRename(subject.place.file, before);
      removed[name].push((await until(async () => !(await subject.has(fresh)))) - from);
      await sleep(200);
    }
  }
} finally {
  agent.destroy();
  for (const subject of Object.values(subjects)) {
    subject.child.kill('SIGTERM');
    await new Promise((resolve) => subject.child.once('exit', resolve));
  }
}
const extraStarts = startsIn(subjects.ours.place.log) - 4 - Number(reps);
for (const subject of Object.values(subjects)) remove(subject.place.home);
const ratio = round(median(added.ours) / median(added.floor));
const misses = [];
if (!(ratio <= ratioMax)) misses.push(`${ratio} times the floor, target ${ratioMax}`);
if (extraStarts !== 0) misses.push(`${extraStarts} starts of servers that nobody touched`);
report(
  'hot-reload: file saved to server listed',
  {
    added_ours_ms: summary(added.ours),
    added_floor_ms: summary(added.floor),
    ratio,
    removed_ours_ms: summary(removed.ours),
    removed_floor_ms: summary(removed.floor),
    extra_starts: extraStarts,
  },
  { json, misses },
);
