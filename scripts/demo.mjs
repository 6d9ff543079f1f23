/** A home with real reference servers, for a first look without touching anything of the person's. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from './say.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The program that a reference server's package declares, run with the Node that runs us. */
function serverProgram(name) {
  const folder = path.join(root, 'node_modules', '@modelcontextprotocol', `server-${name}`);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof bin === 'string' ? bin : Object.values(bin)[0]);
}

function sampleServers(files, memory) {
  const node = process.execPath;
  return {
    mcpServers: {
      everything: { command: node, args: [serverProgram('everything')] },
      filesystem: { command: node, args: [serverProgram('filesystem'), files] },
      memory: { command: node, args: [serverProgram('memory')], env: { MEMORY_FILE_PATH: memory } },
      'sequential-thinking': { command: node, args: [serverProgram('sequential-thinking')] },
    },
  };
}

/** The environment in which nothing leads to the person's own configs, caches and settings. */
function demoEnvironment(home, user) {
  const env = { ...process.env, TOOLTRAY_HOME: home, HOME: user };
  for (const name of Object.keys(env)) if (/^XDG_(CONFIG|CACHE|DATA|STATE)_/.test(name)) delete env[name];
  // A display's key is looked up in HOME, which is no longer the person's.
  const key = path.join(homedir(), '.Xauthority');
  if (!env.XAUTHORITY && existsSync(key)) env.XAUTHORITY = key;
  return env;
}

/** Makes (or takes up again) a demo home; gives the environment to start Tooltray in. Throws when the servers cannot be added. */
export function prepareDemo(wantedHome) {
  const home = wantedHome ?? mkdtempSync(path.join(tmpdir(), 'tooltray-demo-'));
  const folder = path.join(home, 'demo');
  const user = path.join(folder, 'user');
  const files = path.join(folder, 'files');
  for (const one of [user, files]) mkdirSync(one, { recursive: true, mode: 0o700 });
  const env = demoEnvironment(home, user);
  say(`Demo home: ${home}`);
  if (existsSync(path.join(home, 'mcp.json'))) return { home, env };
  writeFileSync(path.join(files, 'hello.txt'), 'A file for the filesystem server.\n');
  const sample = path.join(folder, 'servers.json');
  writeFileSync(sample, `${JSON.stringify(sampleServers(files, path.join(folder, 'memory.jsonl')), null, 2)}\n`);
  // What a person adds on the command line counts as approved by that act.
  const added = spawnSync(process.execPath, [path.join(root, 'dist', 'cli.js'), '--home', home, 'add', sample], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (added.status !== 0) throw new Error(`The demo servers could not be added:\n${added.stdout}${added.stderr}`);
  return { home, env };
}
