/** The fixture server over HTTP, as a process with a port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fixtureServer } from './cli.ts';
import { tempFolder } from './temp-folder.ts';
import { waitFor } from './wait-for.ts';

/** Starts it on a free port with these flags; the caller ends it. */
export async function spawnFixture(flags: readonly string[]): Promise<{ readonly port: number; readonly process: ChildProcess }> {
  const file = path.join(tempFolder(), 'port');
  const child = spawn(process.execPath, [fixtureServer, '--http', '0', '--port-file', file, ...flags], { stdio: 'ignore' });
  const port = await waitFor(() => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0));
  return { port, process: child };
}
