/** `npm start`: sets up what is missing, builds what changed, starts the app; headless where there is no display. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { prepareDemo } from './demo.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { resolveElectronDist, sandboxArguments } from './electron-dist.mjs';
import { say } from './say.mjs';
import { ensureLibraries } from './system-libraries.mjs';
import { hasDisplay } from './with-display.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The same signal within this time is the same wish, come by two ways; a person's second Ctrl-C comes later. */
const sameSignalMs = 500;

/** Takes `--demo` and `--home DIR` out of the arguments; the rest goes to the app. */
function readArguments(given) {
  const rest = [];
  let demo = false;
  let home;
  for (let i = 0; i < given.length; i++) {
    const argument = given[i];
    if (argument === '--demo') demo = true;
    else if (argument.startsWith('--home=')) home = argument.slice('--home='.length);
    else if (argument !== '--home') rest.push(argument);
    else if (given[i + 1] === undefined) throw new Error('--home needs a folder');
    else home = given[++i];
  }
  // npm changes into the project; a relative folder is meant from where the person stands.
  const base = process.env.INIT_CWD ?? process.cwd();
  return { demo, home: home === undefined ? undefined : path.resolve(base, home), rest };
}

/** The command for the desktop app, or null (after saying why) when only headless is possible. */
function desktopCommand(rest) {
  if (!hasDisplay()) {
    say('No display: starting headless. Stop with Ctrl-C.');
    return null;
  }
  if (ensureLibraries().length > 0) {
    say('Starting headless until these are there.');
    return null;
  }
  try {
    const dist = resolveElectronDist({ log: say });
    return { file: dist.exe, args: [...sandboxArguments(dist, say), root, ...rest], env: { ELECTRON_OVERRIDE_DIST_PATH: dist.dir } };
  } catch (error) {
    say(`No Electron runtime could be had (${error.message}); starting headless.`);
    return null;
  }
}

/**
 * Runs it to its end and ends as it did. It gets a process group of its own: a terminal, npm and a supervisor may each
 * send the same signal to all of us, and a second one would cut its orderly end short.
 */
function runToTheEnd(command, env) {
  const detached = process.platform !== 'win32';
  const child = spawn(command.file, command.args, { stdio: 'inherit', detached, env: { ...env, ...command.env } });
  const passedOnAt = new Map();
  const passOn = (signal) => {
    const doubled = Date.now() - (passedOnAt.get(signal) ?? 0) < sameSignalMs;
    if (doubled) return;
    passedOnAt.set(signal, Date.now());
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);
  // The live table asks the terminal for its size when this arrives.
  if (detached) process.on('SIGWINCH', () => child.kill('SIGWINCH'));
  child.on('error', (error) => {
    say(`${command.file}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
}

function main() {
  const { demo, home, rest } = readArguments(process.argv.slice(2));
  ensureDependencies();
  const desktop = desktopCommand(rest);
  ensureBuilt();
  const env = demo ? prepareDemo(home).env : { ...process.env, ...(home === undefined ? {} : { TOOLTRAY_HOME: home }) };
  delete env.ELECTRON_RUN_AS_NODE;
  const headless = { file: process.execPath, args: [path.join(root, 'dist', 'cli.js'), 'watch', ...rest], env: {} };
  runToTheEnd(desktop ?? headless, env);
}

try {
  main();
} catch (error) {
  say(error.message);
  process.exit(1);
}
