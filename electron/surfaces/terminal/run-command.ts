/** Runs one command line from its words to its exit code. */
import type { Problem } from '../../contract/problem.ts';
import { runAddSource, runApprove, runReject, runRemoveSource } from './commands/decisions.ts';
import { runAddFile, runAddServer, runRemove, runSetEnabled } from './commands/edits.ts';
import { runHistory } from './commands/history.ts';
import { runDiscover, runDoctor, runFlags, runList, runSources, runStatus } from './commands/readings.ts';
import { failQuietly, runSync } from './commands/sync.ts';
import { runWatch } from './commands/watch.ts';
import type { Command, ExitCode, Globals } from './invocation.ts';
import { parseArguments } from './parse-arguments.ts';
import { painter } from './print/paint.ts';
import { serverLine } from './print/problem-lines.ts';
import { fail, type Session } from './session.ts';
import type { World } from './world.ts';

/** The exit code; every expected failure has been printed by then. */
export async function runCommand(words: readonly string[], world: World): Promise<ExitCode> {
  const parsed = parseArguments(words, world.version);
  switch (parsed.kind) {
    case 'text':
      world.stdout.write(parsed.text);
      return 0;
    case 'usage': {
      const message = parsed.text.split('\n')[0]?.replace(/^error: /, '') ?? 'wrong usage';
      if (parsed.json) world.stdout.write(`${JSON.stringify({ error: { code: 'wrong-input', message } }, null, 2)}\n`);
      else world.stderr.write(parsed.text);
      return 2;
    }
    case 'run':
      return runParsed(parsed.command, parsed.globals, world);
  }
}

async function runParsed(command: Command, globals: Globals, world: World): Promise<ExitCode> {
  try {
    if (command.kind === 'watch') return await runWatch(world, globals);
    return await runAtDesk(command, globals, world);
  } catch (error) {
    // Something of ours is broken; a hook must go on all the same.
    const problem: Problem = { code: 'internal', message: `Unexpected failure: ${error instanceof Error ? error.message : String(error)}` };
    if (globals.verbose || world.environment.TOOLTRAY_LOG) world.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return command.kind === 'sync' && command.auto ? failQuietly({ world, globals }, problem) : fail({ world, globals }, problem);
  }
}

async function runAtDesk(command: Exclude<Command, { kind: 'watch' }>, globals: Globals, world: World): Promise<ExitCode> {
  const onStderrLine = globals.verbose ? serverLine(world) : undefined;
  const desk = await world.openDesk({ home: globals.home, onStderrLine });
  try {
    return await runKind(command, { world, globals, desk, paint: painter(world.stdout, world.environment) });
  } finally {
    await desk.close();
  }
}

function runKind(command: Exclude<Command, { kind: 'watch' }>, session: Session): Promise<ExitCode> {
  switch (command.kind) {
    case 'sync':
      return runSync(session, command);
    case 'status':
      return runStatus(session);
    case 'list':
      return runList(session, command.capability);
    case 'sources':
      return runSources(session);
    case 'sources.discover':
      return runDiscover(session);
    case 'sources.add':
      return runAddSource(session, command);
    case 'sources.remove':
      return runRemoveSource(session, command);
    case 'approve':
      return runApprove(session, command);
    case 'reject':
      return runReject(session, command);
    case 'addFile':
      return runAddFile(session, command);
    case 'addServer':
      return runAddServer(session, command);
    case 'remove':
      return runRemove(session, command);
    case 'setEnabled':
      return runSetEnabled(session, command);
    case 'flags':
      return runFlags(session);
    case 'history':
      return runHistory(session, command);
    case 'doctor':
      return runDoctor(session);
  }
}
