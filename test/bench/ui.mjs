// The window and the tray against an empty Electron app in the same run: changes, search, cold start, memory.
import { appendFileSync, cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { _electron as electron } from '@playwright/test';
import { resolveElectronDist } from '../../scripts/electron-dist.mjs';
import { median, options, remove, report, round, summary, tempHome } from './lib/measure.mjs';
import { emptyApp, packagedApp } from './lib/ui-apps.mjs';
import { helper, measureChanges, measureChangesFloor, measureMemory, measureSearch, measureStarts, tempIn } from './lib/ui-measures.mjs';
import { startScreen } from './lib/ui-screen.mjs';

const { servers, tools, reps, starts, only, json } = options({
  servers: '100',
  tools: '50',
  reps: '40',
  starts: '7',
  only: 'changes,search,start,memory',
  json: false,
});
const targets = { trayP95Ms: 100, searchP95Ms: 50, paintMs: 1_200, hiddenOverMb: 40 };
const parts = new Set(String(only).split(','));
const result = {};
const misses = [];

process.env.ELECTRON_OVERRIDE_DIST_PATH ||= resolveElectronDist().dir;
const screen = await startScreen();
Object.assign(process.env, screen.env);
delete process.env.WAYLAND_DISPLAY;
const folder = tempHome();
const { makeManyServers, manyNames } = await helper('many-servers.ts');
const { DesktopBus } = await helper('desktop-bus.ts');
const { launchApp } = await helper('launch-app.ts');
const [live] = manyNames(1);
const flags = { [live]: ['--signal-file', path.join(folder, 'signal'), '--log-file', path.join(folder, 'requests.log')] };

async function changes(many) {
  const ours = await measureChanges({ many, launchApp, live, reps: Number(reps), folder });
  mkdirSync(path.join(folder, 'floor'));
  const floor = await measureChangesFloor({ DesktopBus, electron, screen, reps: Number(reps), folder: path.join(folder, 'floor') });
  result.change_starts =
    "when the server gets the engine's request for its changed list, which it answers at once (its own clock, Date.now)";
  result.change_to_row_ms = summary(ours.row);
  result.change_to_row_floor_ms = summary(floor.row);
  result.change_to_row_ratio = round(median(ours.row) / median(floor.row));
  result.change_to_tooltip_ms = summary(ours.tray);
  result.change_to_tooltip_floor_ms = summary(floor.tray);
  result.change_to_tooltip_ratio = round(median(ours.tray) / median(floor.tray));
  const { p95 } = result.change_to_tooltip_ms;
  if (!(p95 < targets.trayP95Ms)) misses.push(`tooltip ${p95} ms after a change (p95), target ${targets.trayP95Ms}`);
}

async function search(many) {
  const found = await measureSearch({ many, launchApp, words: ['billing', 'notes_eu_4', 'zzz'], rounds: 3 });
  result.key_to_paint_ms = summary(found.ours);
  result.key_to_paint_floor_ms = summary(found.floor);
  result.key_to_paint_ratio = round(median(found.ours) / median(found.floor));
  result.keys_that_changed_nothing = found.unchanged;
  const { p95 } = result.key_to_paint_ms;
  if (!(p95 < targets.searchP95Ms)) misses.push(`${p95} ms from key to paint (p95), target ${targets.searchP95Ms}`);
}

/**
 * The folder for a start: for ours the home with the many servers as it was when they had been synced. It stays at its place,
 * since a server is known by the place of its file.
 */
function makeFolder(many) {
  const pristine = path.join(folder, 'pristine');
  cpSync(many.folder, pristine, { recursive: true });
  return (name) => {
    if (name !== 'ours') return tempIn(folder, name);
    remove(many.folder);
    cpSync(pristine, many.folder, { recursive: true });
    return many.folder;
  };
}

async function start(apps, bus, folderFor) {
  const found = await measureStarts({ apps, bus, screen, reps: Number(starts), folderFor });
  for (const [name, key] of [
    ['tray', 'start_to_tray'],
    ['paint', 'start_to_first_paint'],
    ['complete', 'start_to_complete_picture'],
  ]) {
    result[`${key}_ms`] = summary(found.ours[name]);
    result[`${key}_empty_app_ms`] = summary(found.empty[name]);
    result[`${key}_ratio`] = round(median(found.ours[name]) / median(found.empty[name]));
  }
  const first = result.start_to_first_paint_ms.median;
  if (!(first < targets.paintMs)) misses.push(`first paint after ${first} ms, target ${targets.paintMs}`);
}

const megabytes = ({ total, kinds }) => ({
  total: round(total),
  ...Object.fromEntries(Object.entries(kinds).map(([kind, value]) => [kind, Math.round(value)])),
});

async function memory(apps, bus, folderFor) {
  const found = {};
  for (const [name, exe] of Object.entries(apps)) {
    found[name] = await measureMemory({ exe, bus, screen, folder: folderFor(name) });
    for (const [state, value] of Object.entries(found[name])) result[`pss_mb_${state}_${name}`] = megabytes(value);
  }
  // What our own processes would count with, had a server been started for nothing.
  if (found.ours.closed.kinds.other !== undefined) misses.push('a server was started though nothing had changed');
  for (const state of ['hidden', 'open', 'closed']) {
    const over = round(found.ours[state].total - found.empty[state].total);
    result[`pss_mb_${state}_over_empty`] = over;
    result[`pss_${state}_ratio`] = round(found.ours[state].total / found.empty[state].total);
    if (state !== 'open' && !(over <= targets.hiddenOverMb))
      misses.push(`${state}: ${over} MB over the empty app, target ${targets.hiddenOverMb}`);
  }
}

try {
  const many = makeManyServers({ servers: Number(servers), toolsEach: Number(tools), flags });
  appendFileSync(path.join(folder, 'signal'), '');
  result.servers = Number(servers);
  result.tools = Number(servers) * Number(tools);
  try {
    // Before anything else changes that home.
    if (parts.has('start') || parts.has('memory')) {
      const apps = { ours: packagedApp(), empty: emptyApp(folder) };
      const bus = await DesktopBus.start();
      const folderFor = makeFolder(many);
      try {
        if (parts.has('start')) await start(apps, bus, folderFor);
        if (parts.has('memory')) await memory(apps, bus, folderFor);
      } finally {
        await bus.stop();
      }
    }
    if (parts.has('search')) await search(many);
    if (parts.has('changes')) await changes(many);
  } finally {
    remove(many.folder);
  }
} finally {
  remove(folder);
  await screen.stop();
}
report('ui: the window and the tray', result, { json, misses });
