/** `npm test`: sets up what is missing, runs every check, and ends in the line `N passed, N failed, N skipped`. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { resolveElectronDist } from './electron-dist.mjs';
import { clearReports, readReport, writeReport } from './report.mjs';
import { say } from './say.mjs';
import { ensureLibraries } from './system-libraries.mjs';
import { root, stages, traceStage } from './test-stages.mjs';
import { startVirtualDisplay } from './with-display.mjs';

/** Longer than any stage may take on a small machine; a stage that hangs must not hang the run. */
const stageLimitMs = 15 * 60_000;
/** Lines of a failed program that are shown again in the summary. */
const reasonLinesMax = 3;

let running = null;
/** Called when the run ends, however it ends. */
const cleanups = [];

function readFilter(given) {
  let filter = '';
  for (let i = 0; i < given.length; i++) {
    const [name, value] = given[i].split(/=(.*)/s);
    if (!['-t', '-g', '--testNamePattern', '--grep'].includes(name)) throw new Error(`unknown argument ${given[i]} (npm test -- -t ID)`);
    filter = value ?? given[++i] ?? '';
  }
  return filter;
}

/** Ends the stage and everything in its process group. */
function killStage(child) {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nothing is left of it.
  }
}

/** Runs one program, shows its output as it comes; gives its exit code (null: ended hard) and its stdout. */
function run(stage, env) {
  return new Promise((resolve) => {
    const stdio = ['ignore', stage.holds ? 'pipe' : 'inherit', 'inherit'];
    const child = spawn(process.execPath, stage.args, {
      cwd: root,
      stdio,
      env: { ...env, ...stage.env },
      detached: process.platform !== 'win32',
    });
    running = child;
    let stdout = '';
    child.stdout?.on('data', (data) => {
      stdout += data;
      process.stdout.write(data);
    });
    const timer = setTimeout(() => {
      say(`${stage.name}: not done after ${stageLimitMs / 60_000} minutes, ended.`);
      killStage(child);
    }, stageLimitMs);
    child.on('error', (error) => say(`${stage.name}: ${error.message}`));
    child.on('close', (code) => {
      clearTimeout(timer);
      running = null;
      killStage(child);
      resolve({ code, stdout });
    });
  });
}

function programRow(stage, { code, stdout }) {
  const failed = (reason) => [{ title: stage.title, where: stage.name, status: 'failed', reason }];
  if (code !== 0) return failed(`ended with ${code}`);
  try {
    if (stage.holds && !stage.holds(JSON.parse(stdout))) return failed(`the figures are outside their limits: ${stdout.trim()}`);
  } catch (error) {
    return failed(`no JSON on stdout: ${error.message}`);
  }
  return [{ title: stage.title, where: stage.name, status: 'passed' }];
}

/** Runs one stage and gives its rows; a runner that died before it reported counts as one failed test. */
async function runStage(stage, env, obstacle) {
  console.log(`\n── ${stage.name}`);
  if (obstacle) {
    console.log(obstacle);
    return [{ title: stage.name, where: '', status: 'failed', reason: obstacle }];
  }
  const ended = await run(stage, env);
  if (!stage.report) return programRow(stage, ended);
  const rows = readReport(stage.report);
  if (rows === null)
    return [{ title: `${stage.name} report`, where: '', status: 'failed', reason: `ended with ${ended.code} and reported nothing` }];
  if (ended.code === 0 || rows.some((row) => row.status === 'failed')) return rows;
  return [...rows, { title: `${stage.name} ends well`, where: '', status: 'failed', reason: `ended with ${ended.code}` }];
}

/** A display and a runtime for the stages that show windows; `obstacle` says why there is none. */
async function prepareDesktop() {
  try {
    const missing = ensureLibraries({ tests: true });
    if (missing.length > 0) return { env: {}, obstacle: `missing on this machine: ${missing.map((need) => need.what).join(', ')}` };
    const dist = resolveElectronDist({ log: say });
    const env = { ELECTRON_OVERRIDE_DIST_PATH: dist.dir };
    if (process.platform !== 'linux') return { env };
    // Always a display of our own: windows of known size, and none that pop up in somebody's work.
    const display = await startVirtualDisplay();
    cleanups.push(display.stop);
    return { env: { ...env, DISPLAY: display.env.DISPLAY, WAYLAND_DISPLAY: undefined, XAUTHORITY: undefined } };
  } catch (error) {
    return { env: {}, obstacle: error.message };
  }
}

/** The person's own configs and settings must neither be seen nor touched by a test. */
function testEnvironment(filter) {
  const home = mkdtempSync(path.join(tmpdir(), 'tooltray-test-home-'));
  cleanups.push(() => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));
  const env = { ...process.env, HOME: home, CI: process.env.CI || 'true' };
  for (const name of ['TOOLTRAY_HOME', 'TOOLTRAY_TRUST', 'TOOLTRAY_PORT', 'TOOLTRAY_LOG', 'NODE_ENV']) delete env[name];
  for (const name of Object.keys(env)) if (/^XDG_(CONFIG|CACHE|DATA|STATE)_/.test(name)) delete env[name];
  return filter ? { ...env, TOOLTRAY_TEST_FILTER: filter } : env;
}

function printRows(rows, status) {
  const some = rows.filter((row) => row.status === status);
  if (some.length === 0) return;
  console.log(`\n${status === 'failed' ? 'Failed' : 'Skipped'}:`);
  for (const row of some) {
    const reason = (row.reason ?? 'no reason given').trim().split('\n').slice(0, reasonLinesMax).join('\n    ');
    console.log(`  ${row.title}${row.where ? ` (${row.where})` : ''}\n    ${reason}`);
  }
}

function printSummary(rows, times) {
  console.log(`\n── summary\n${times.map(([name, ms]) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${name}`).join('\n')}`);
  printRows(rows, 'skipped');
  printRows(rows, 'failed');
  const count = (status) => rows.filter((row) => row.status === status).length;
  console.log(`\n${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
}

async function main() {
  const filter = readFilter(process.argv.slice(2));
  if (filter) process.env.TOOLTRAY_TEST_FILTER = filter;
  ensureDependencies();
  const desktop = await prepareDesktop();
  clearReports();
  const rows = [];
  const times = [];
  try {
    ensureBuilt();
    rows.push({ title: 'build', where: '', status: 'passed' });
  } catch (error) {
    say(error.message);
    printSummary([{ title: 'build', where: '', status: 'failed', reason: 'see above' }], times);
    return 1;
  }
  const env = testEnvironment(filter);
  const one = async (stage) => {
    const started = Date.now();
    const got = await runStage(stage, stage.desktop ? { ...env, ...desktop.env } : env, stage.desktop ? desktop.obstacle : undefined);
    times.push([stage.name, Date.now() - started]);
    if (stage.holds || !stage.report) writeReport(stage.name.replace(/[^a-z0-9]+/gi, '-'), got);
    rows.push(...got);
  };
  for (const stage of stages(filter)) await one(stage);
  const ran = rows.some((row) => row.status !== 'skipped' && row.where !== '' && !['types', 'lint'].includes(row.where));
  if (!filter) await one(traceStage);
  if (!ran) say('No test ran.');
  printSummary(filter ? rows.filter((row) => row.title !== 'build') : rows, times);
  return ran && rows.every((row) => row.status !== 'failed') ? 0 : 1;
}

async function end(code) {
  if (running) killStage(running);
  for (const cleanup of cleanups.splice(0)) await cleanup();
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(130));
main().then(end, (error) => {
  say(error.message);
  console.log('0 passed, 1 failed, 0 skipped');
  return end(1);
});
