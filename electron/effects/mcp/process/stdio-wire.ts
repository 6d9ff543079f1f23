/** A child process as a wire: looked up, started, supervised and ended as a whole. */
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '../../../contract/problem.ts';
import type { StdioTransport } from '../../../contract/server.ts';
import type { ServerDefinition } from '../../../core/model/server.ts';
import type { LinkHooks } from '../../../core/ports.ts';
import { errorText, isProblem, type McpContext, type Wire } from '../wire.ts';
import { childEnv } from './child-env.ts';
import { type ContainerRun, containerRun } from './container.ts';
import { findCommand } from './find-command.ts';
import { type StdioEnd, type StdioLaunch, type StdioProcess, startStdio } from './stdio.ts';
import { afterInputMs, afterTermMs, endSurvivors, leftoverTermMs, type SupervisedGroup, settledWithin } from './supervise.ts';

/** Enough to see what went wrong, few enough to show. */
const evidenceLines = 10;
/** Helpers that end together with their server need a moment to do so by themselves. */
const settleMs = 50;

interface PreparedLaunch extends StdioLaunch {
  readonly tag: string;
  readonly container: ContainerRun | null;
}

async function workingFolder(transport: StdioTransport, context: McpContext): Promise<string | Problem> {
  const folder = path.resolve(context.homeFolder, transport.cwd ?? '.');
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return folder;
  if (transport.cwd === undefined) return path.parse(folder).root;
  return {
    code: 'cwd-missing',
    message: `The working folder ${folder} does not exist.`,
    hint: 'Create it, or correct "cwd" in the entry.',
    where: { path: folder },
  };
}

async function prepare(
  definition: ServerDefinition,
  transport: StdioTransport,
  context: McpContext,
  tag: string,
): Promise<PreparedLaunch | Problem> {
  if (context.platform === 'windows' && /\.(cmd|bat)$/i.test(transport.command)) {
    return {
      code: 'spawn-failed',
      message: `${transport.command} is a batch file, which cannot be started safely.`,
      hint: 'Name the program itself, such as "node" with the script as first argument.',
    };
  }
  const cwd = await workingFolder(transport, context);
  if (isProblem(cwd)) return cwd;
  const env = childEnv({
    own: context.environment,
    platform: context.platform,
    searchPath: await context.searchPath(),
    envFileVariables: definition.facts.envFileVariables,
    entryEnv: transport.env,
    tag,
  });
  const found = await findCommand({ command: transport.command, searchPath: env.PATH ?? '', cwd, platform: context.platform });
  if (found.kind === 'problem') return found.problem;
  const container = await containerRun({ file: found.path, args: transport.args, env, home: context.home, tag });
  return { file: found.path, command: transport.command, args: container?.args ?? transport.args, env, cwd, tag, container };
}

function explainSpawn(error: unknown, launch: StdioLaunch): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') {
    return {
      code: 'command-not-found',
      message: `${launch.file} names an interpreter that was not found.`,
      hint: 'Look at its first line (#!) and install what it names.',
      where: { path: launch.file },
    };
  }
  if (code === 'EACCES')
    return {
      code: 'command-not-executable',
      message: `${launch.file} may not be executed.`,
      hint: 'Check its permissions.',
      where: { path: launch.file },
    };
  return {
    code: 'spawn-failed',
    message: `${launch.command} could not be started: ${errorText(error)}`,
    hint: 'It is tried again by itself.',
  };
}

const lastLines = (stdio: StdioProcess): readonly string[] => stdio.stderrTail().slice(-evidenceLines);

function explainEnd(end: StdioEnd, stdio: StdioProcess): Problem {
  if (end.flooded) {
    return {
      code: 'flooded',
      message: 'The server was stopped: it wrote a line of more than 10 MB on stdout.',
      hint: 'Tell the makers of the server; stdout is for messages only.',
    };
  }
  const how = end.signal !== null ? `was ended by ${end.signal}` : `exited with code ${end.code ?? 'unknown'}`;
  const evidence = lastLines(stdio);
  return {
    code: 'exited',
    message: `The server ${how}.`,
    hint: evidence.length > 0 ? 'Its last lines tell more.' : 'It wrote nothing about the reason; try the command in a terminal.',
    ...(evidence.length > 0 && { evidence: [...evidence] }),
  };
}

/** Windows has no process groups to signal; its own tool ends a tree. */
const endTree = (pid: number): Promise<number> =>
  new Promise((resolve) => {
    execFile('taskkill', ['/pid', String(pid), '/T', '/F'], { timeout: afterTermMs }, () => resolve(0));
  });

const endRest = ({ group, context }: Supervised, termMs: number): Promise<number> =>
  context.platform === 'windows' ? endTree(group.pid) : endSurvivors(group, context.supervision, termMs);

interface Supervised {
  readonly stdio: StdioProcess;
  readonly group: SupervisedGroup;
  readonly container: ContainerRun | null;
  readonly context: McpContext;
}

/** Input ends, two seconds, TERM, two seconds, KILL; then everything with the tag. */
async function stop(supervised: Supervised): Promise<void> {
  const { stdio, group, container, context } = supervised;
  stdio.endInput();
  const leftAlone = await settledWithin(stdio.exited, afterInputMs);
  const containerEnd = container?.end() ?? Promise.resolve();
  if (leftAlone) await settledWithin(stdio.ended, settleMs);
  const left = await endRest(supervised, leftAlone ? leftoverTermMs : afterTermMs);
  if (left > 0) context.logger.warn('a server left a process that could not be ended', { pid: group.pid });
  await containerEnd;
  stdio.releasePipes();
}

function supervise(supervised: Supervised, release: () => void): Wire {
  const { stdio, container } = supervised;
  let closing: Promise<void> | null = null;
  const ended = new Promise<Problem>((resolve) => {
    void stdio.ended.then(async (end) => {
      if (closing !== null) return;
      closing = Promise.all([end.flooded ? stop(supervised) : endRest(supervised, leftoverTermMs), container?.end()])
        .then(() => undefined)
        .finally(release);
      await closing;
      resolve(explainEnd(end, stdio));
    });
  });
  return {
    kind: 'stdio',
    pid: stdio.pid,
    openTransport: () => stdio.openTransport(),
    ended,
    explain: (error, doing) => ({ code: 'connection-lost', message: `The server did not ${doing}: ${errorText(error)}` }),
    refusal: () => null,
    lastLines: () => lastLines(stdio),
    wasReached: () => true,
    close() {
      closing ??= stop(supervised).finally(release);
      return closing;
    },
  };
}

/** Starts the process of a definition; a problem when that is not possible. */
export async function startStdioWire(
  definition: ServerDefinition,
  transport: StdioTransport,
  hooks: LinkHooks,
  context: McpContext,
): Promise<Wire | Problem> {
  const { nextTag, reaper } = await context.supervisor();
  const launch = await prepare(definition, transport, context, nextTag());
  if (isProblem(launch)) return launch;
  let warned = false;
  const listeners = {
    onStderr: (line: string) => hooks.onStderr(line),
    onNoise: (line: string) => {
      if (!warned) context.logger.warn('a server writes text between its messages; it is ignored', { server: definition.id });
      warned = true;
      hooks.onNoise(line);
    },
  };
  try {
    const stdio = await startStdio(launch, listeners);
    const record = await context.supervision.table.read(stdio.pid);
    const group: SupervisedGroup = { pid: stdio.pid, startTime: record?.startTime ?? '', tag: launch.tag };
    reaper.add(group);
    return supervise({ stdio, group, container: launch.container, context }, () => reaper.remove(stdio.pid));
  } catch (error) {
    return explainSpawn(error, launch);
  }
}
