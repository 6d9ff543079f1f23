/** `tooltray watch`: the engine in the foreground, with a table that keeps itself up to date. */
import type { ExitCode, Globals } from '../invocation.ts';
import { painter } from '../print/paint.ts';
import { serverLine } from '../print/problem-lines.ts';
import { fail } from '../session.ts';
import { jsonScreen, lineScreen, type Screen, tableScreen } from '../watch-screen.ts';
import type { Serving, World } from '../world.ts';

/** Runs until interrupted, then ends everything it started. */
export async function runWatch(world: World, globals: Globals): Promise<ExitCode> {
  let interrupt = (): void => {};
  const interrupted = new Promise<void>((resolve) => {
    interrupt = resolve;
  });
  // First of all, so that an early Ctrl-C ends in order too.
  const release = world.onInterrupt(interrupt);
  try {
    const onStderrLine = globals.verbose && !globals.json ? serverLine(world) : undefined;
    const serving = await world.openServing({ home: globals.home, onStderrLine });
    return await serve(world, globals, serving, interrupted);
  } finally {
    release();
  }
}

async function serve(world: World, globals: Globals, serving: Serving, interrupted: Promise<void>): Promise<ExitCode> {
  const problem = await serving.start();
  if (problem) {
    await serving.close();
    return fail({ world, globals }, problem);
  }
  const api = await serving.startApi();
  const screen = screenFor(world, globals);
  screen.open({ home: serving.home, api: api.port === 0 ? null : `http://127.0.0.1:${api.port}`, problem: api.problem });
  const unsubscribe = serving.engine.subscribe((message) => screen.show(message, serving.engine.view()));
  await interrupted;
  unsubscribe();
  screen.close();
  await serving.close();
  return 0;
}

function screenFor(world: World, { json }: Globals): Screen {
  if (json) return jsonScreen(world.stdout);
  const paint = painter(world.stdout, world.environment);
  return world.stdout.isTerminal ? tableScreen(world.stdout, paint, world.nowMs) : lineScreen(world.stdout, world.nowMs);
}
