/** A process that runs servers and waits to be killed. Arguments: home, fixture server. Prints `ready` once all run. */
import { serverId, sourceId } from '../../../electron/contract/ids.ts';
import type { Mcp } from '../../../electron/core/ports.ts';
import { createMcp } from '../../../electron/effects/mcp/create-mcp.ts';

const [home = '', server = ''] = process.argv.slice(2);
const quiet = (): void => {};
const logger = { error: quiet, warn: quiet, info: quiet, debug: quiet };
const mcp: Mcp = createMcp({ home, environment: { ...process.env, TERM: 'xterm' }, platform: 'linux', logger });
const shapes = [
  [],
  ['--ignore-eof', '--ignore-term'],
  ['--setsid', '--ignore-term', '--ignore-eof'],
  ['--daemonize'],
  ['--fork-depth', '3', '--ignore-eof'],
];

async function connect(flags: readonly string[], index: number): Promise<void> {
  const transport = { kind: 'stdio' as const, command: process.execPath, args: [server, ...flags], env: {} };
  const source = sourceId('/test/mcp.json');
  const name = `server-${index}`;
  const definition = {
    id: serverId(source, ['mcpServers', name]),
    name,
    source,
    client: 'tooltray',
    pointer: `/mcpServers/${name}`,
    written: transport,
    transport,
    variables: [],
    enabled: true,
    facts: { files: [], envFileVariables: {} },
    fingerprints: {},
    launchHash: 'hash',
  };
  const hooks = { onListChanged: quiet, onEnded: quiet, onStderr: quiet, onNoise: quiet };
  const outcome = await mcp.connect({ definition, deadlineMs: 30_000, era: null, signal: new AbortController().signal }, hooks);
  if (outcome.kind === 'failed') process.stdout.write(`failed ${JSON.stringify(outcome.problem)}\n`);
}

process.stdout.write('starting\n');
await Promise.all(shapes.map(connect));
process.stdout.write('ready\n');
