/** Connections to the fixture server, for the tests of this folder. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { CapabilityKind } from '../../../electron/contract/capability.ts';
import { serverId, sourceId } from '../../../electron/contract/ids.ts';
import type { Problem } from '../../../electron/contract/problem.ts';
import type { Transport } from '../../../electron/contract/server.ts';
import type { ServerDefinition } from '../../../electron/core/model/server.ts';
import type { ConnectOutcome, Link, LinkHooks, Logger, Mcp } from '../../../electron/core/ports.ts';
import { createMcp, type McpOptions } from '../../../electron/effects/mcp/create-mcp.ts';
import { homeDigest } from '../../../electron/effects/mcp/process/run-tag.ts';

export const fixtureServer = fileURLToPath(new URL('../../fixtures/server/fixture-server.mjs', import.meta.url));

const quiet = (): void => {};
export const quietLogger: Logger = { error: quiet, warn: quiet, info: quiet, debug: quiet };

export function definitionOf(transport: Transport, name = 'fixture'): ServerDefinition {
  const source = sourceId('/test/mcp.json');
  return {
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
}

export const stdio = (
  command: string,
  args: readonly string[] = [],
  rest: { env?: Record<string, string>; cwd?: string } = {},
): Transport => ({
  kind: 'stdio',
  command,
  args: [...args],
  env: rest.env ?? {},
  ...(rest.cwd !== undefined && { cwd: rest.cwd }),
});

/** The fixture server with these flags. */
export const fixture = (...flags: readonly string[]): Transport => stdio(process.execPath, [fixtureServer, ...flags]);

export interface Seen {
  readonly changed: CapabilityKind[];
  readonly ended: Problem[];
  readonly stderr: string[];
  readonly noise: string[];
}

export interface TestMcp {
  readonly mcp: Mcp;
  readonly home: string;
  /** Start of the run tags of this home. */
  readonly digest: string;
}

/** A port with a home of its own, closed when the test ends; concurrent tests hand in their own `onTestFinished`. */
export function testMcp(options: Partial<McpOptions> = {}, finished: typeof onTestFinished = onTestFinished): TestMcp {
  const home = options.home ?? path.join(tmpdir(), `tooltray-test-home-${randomUUID()}`);
  const environment = { PATH: process.env.PATH, HOME: process.env.HOME, TERM: 'xterm' };
  const mcp = createMcp({ home, environment, platform: 'linux', logger: quietLogger, ...options });
  finished(() => mcp.close(), 15_000);
  finished(() => rmSync(home, { recursive: true, force: true }));
  return { mcp, home, digest: homeDigest(home) };
}

export interface Tried {
  readonly outcome: ConnectOutcome;
  readonly seen: Seen;
}

export interface TryOptions {
  readonly deadlineMs?: number;
  readonly era?: 'legacy' | 'modern' | null;
  readonly signal?: AbortSignal;
  readonly definition?: Partial<ServerDefinition>;
}

/** Connects and notes what the hooks were told. */
export async function tryConnect(mcp: Mcp, transport: Transport, options: TryOptions = {}): Promise<Tried> {
  const seen: Seen = { changed: [], ended: [], stderr: [], noise: [] };
  const hooks: LinkHooks = {
    onListChanged: (capability) => void seen.changed.push(capability),
    onEnded: (problem) => void seen.ended.push(problem),
    onStderr: (line) => void seen.stderr.push(line),
    onNoise: (line) => void seen.noise.push(line),
  };
  const { deadlineMs = 20_000, era = null, signal = new AbortController().signal } = options;
  const definition = { ...definitionOf(transport), ...options.definition };
  const outcome = await mcp.connect({ definition, deadlineMs, era, signal }, hooks);
  return { outcome, seen };
}

export interface Opened {
  readonly link: Link;
  readonly seen: Seen;
}

/** Connects; fails the test when that does not work. */
export async function connect(mcp: Mcp, transport: Transport, options: TryOptions = {}): Promise<Opened> {
  const { outcome, seen } = await tryConnect(mcp, transport, options);
  if (outcome.kind === 'failed') throw new Error(`not connected: ${JSON.stringify(outcome.problem)} ${seen.stderr.join('\n')}`);
  return { link: outcome.link, seen };
}

/** Tries to connect; fails the test when that works. */
export async function refusal(mcp: Mcp, transport: Transport, options: TryOptions = {}): Promise<Problem> {
  const { outcome } = await tryConnect(mcp, transport, options);
  if (outcome.kind === 'open') throw new Error('connected, which was not expected');
  return outcome.problem;
}

export const never = (): AbortSignal => new AbortController().signal;

/** Lists one kind; fails the test on a problem. */
export async function list(link: Link, capability: CapabilityKind = 'tools'): Promise<readonly { readonly name: string }[]> {
  const outcome = await link.list(capability, never());
  if ('code' in outcome) throw new Error(`not listed: ${JSON.stringify(outcome)}`);
  return outcome;
}
