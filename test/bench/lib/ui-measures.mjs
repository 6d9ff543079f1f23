// What `bench -- ui` measures, one function a figure; each gives numbers and says nothing.
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { floorFile, nowMs, quiet, root, sleep } from './measure.mjs';
import { memoryOf, restingMemory, startApp } from './ui-apps.mjs';
import { installPaintProbe, installSearchProbe } from './ui-page.mjs';
import { closeWindows, untilBlank, watchPaint } from './ui-screen.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const seenLimitMs = 10_000;
const paintLimitMs = 30_000;
const windowLimitMs = 15_000;

/** A module of the tests' helpers, which are TypeScript. */
export async function helper(name) {
  const file = path.join(here, '..', '..', 'helpers', name);
  return (await runnerImport(file, { configFile: false, root, logLevel: 'error' })).module;
}

export async function until(probe, what, limitMs = seenLimitMs) {
  const end = nowMs() + limitMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (nowMs() > end) throw new Error(`not seen within ${limitMs} ms: ${what}`);
    await sleep(4);
  }
}

/** Notes when the panel can show a tooltip: the item says that it changed, the panel asks for it and has it. */
export function noteTooltips(item) {
  const seen = new Map();
  item.onSignal = (member) => {
    if (member !== 'NewToolTip') return;
    item.tooltip().then((text) => seen.has(text) || seen.set(text, Date.now()));
  };
  return seen;
}

/** Random, so that the repetitions do not fall into step with a timer. */
const pause = () => sleep(150 + Math.random() * 100);

/** From a server's answer with one tool more to the row that says so, and to the tray's tooltip. */
export async function measureChanges({ many, launchApp, live, reps, folder }) {
  const signal = path.join(folder, 'signal');
  const requests = path.join(folder, 'requests.log');
  const running = await launchApp({ folder: many.folder, env: { TOOLTRAY_TRUST: 'always' } });
  try {
    const page = await running.page();
    const button = page.getByRole('button', { name: `Resync ${live}`, exact: true }).first();
    await button.click({ timeout: windowLimitMs });
    const asked = () => {
      if (!existsSync(requests)) return [];
      const lines = readFileSync(requests, 'utf8').split('\n').filter(Boolean);
      return lines.map((line) => JSON.parse(line)).filter((one) => one.method === 'tools/list');
    };
    await until(() => asked().length > 0, `${live} is asked for its tools`);
    await page.evaluate(installPaintProbe, live);
    const tooltips = noteTooltips(running.item);
    await quiet();
    const [row, tray] = [[], []];
    const total = Number(/(\d+) tools/.exec(await running.item.tooltip())[1]);
    const own = await until(() => page.evaluate(() => globalThis.bench.current()), `the row of ${live}`);
    for (let at = 1; at <= reps; at += 1) {
      const before = asked().length;
      appendFileSync(signal, 'x');
      const painted = await until(() => page.evaluate((tools) => globalThis.bench.seen[tools], own + at), `${own + at} tools in the row`);
      const tooltip = [...(await until(() => [...tooltips].find(([text]) => text.includes(`${total + at} tools`)), `${total + at} tools`))];
      const answeredAt = asked()[before].time;
      row.push(painted - answeredAt);
      tray.push(tooltip[1] - answeredAt);
      await pause();
    }
    return { row, tray };
  } finally {
    await running.close();
  }
}

/** The same two ways without anything of ours: a program's line to a text in a page, and to a tooltip. */
export async function measureChangesFloor({ DesktopBus, electron, screen, reps, folder }) {
  const signal = path.join(folder, 'signal');
  const bus = await DesktopBus.start();
  const words = [process.execPath, floorFile('count-lines.mjs'), signal];
  const env = { ...process.env, ...screen.env, DBUS_SESSION_BUS_ADDRESS: bus.address, FLOOR_DATA: path.join(folder, 'data') };
  const args = [floorFile('empty-electron')];
  const app = await electron.launch({ args, env: { ...env, FLOOR_FOLLOW: JSON.stringify(words) } });
  try {
    const page = await app.firstWindow();
    const item = await bus.item();
    const tooltips = noteTooltips(item);
    await quiet();
    const [row, tray] = [[], []];
    for (let at = 1; at <= reps; at += 1) {
      appendFileSync(signal, 'x');
      const isThis = ([text]) => text.endsWith(` ${at}`);
      const [text, toldAt] = await until(() => [...tooltips].find(isThis), `line ${at} in the tooltip`);
      const paintedAt = await until(() => page.evaluate((line) => globalThis.seen()[line], text), `line ${at} in the page`);
      const writtenAt = Number(text.split(' ')[0]);
      row.push(paintedAt - writtenAt);
      tray.push(toldAt - writtenAt);
      await pause();
    }
    return { row, tray };
  } finally {
    await app.close();
    await bus.stop();
  }
}

/** From a key to the frame with the new result, in the search of the servers page and in an empty input of the same page. */
export async function measureSearch({ many, launchApp, words, rounds }) {
  const running = await launchApp({ folder: many.folder, env: { TOOLTRAY_TRUST: 'always' } });
  try {
    const page = await running.page();
    const search = page
      .getByRole('searchbox')
      .or(page.getByPlaceholder(/^Search servers/))
      .first();
    await search.waitFor({ timeout: windowLimitMs });
    await page.evaluate(installSearchProbe);
    const found = { ours: [], floor: [], unchanged: 0 };
    await search.click();
    // The first key loads what the search looks through; people type more than one.
    await page.keyboard.type('x');
    await page.keyboard.press('Backspace');
    await page.evaluate(() => globalThis.bench.settled());
    await quiet();
    const press = async (key, kind) => {
      await page.evaluate((of) => globalThis.bench.arm(of), kind);
      await page.keyboard.press(key);
      const took = await page.evaluate(() => globalThis.bench.settled());
      if (took === null) found.unchanged += 1;
      else found[kind].push(took);
    };
    for (let round = 0; round < rounds; round += 1) {
      for (const word of words) {
        await search.focus();
        for (const key of word) await press(key, 'ours');
        for (const _ of word) await press('Backspace', 'ours');
        await page.evaluate(() => globalThis.bench.focusFloor());
        for (const key of word) await press(key, 'floor');
      }
    }
    return found;
  } finally {
    await running.close();
  }
}

/** Process start to the icon in the tray, to the first picture on the screen, and to the picture that stays. */
export async function measureStarts({ apps, bus, screen, reps, folderFor }) {
  const found = Object.fromEntries(Object.keys(apps).map((name) => [name, { tray: [], paint: [], complete: [] }]));
  for (let at = -1; at < reps; at += 1) {
    for (const [name, exe] of Object.entries(apps)) {
      const folder = folderFor(name);
      await quiet();
      const app = await startApp(exe, { bus, screen, folder });
      try {
        const [trayAt, { firstAt, completeAt }] = await Promise.all([app.registered, watchPaint(screen, paintLimitMs)]);
        // The first round only warms the page cache.
        if (at >= 0) {
          found[name].tray.push(trayAt - app.startedAt);
          found[name].paint.push(firstAt - app.startedAt);
          found[name].complete.push(completeAt - app.startedAt);
        }
      } finally {
        await app.quit();
        await untilBlank(screen, windowLimitMs);
      }
    }
  }
  return found;
}

/** Memory hidden from the start, with the window open, and hidden again after closing it. */
export async function measureMemory({ exe, bus, screen, folder }) {
  const app = await startApp(exe, { bus, screen, folder, args: ['--hidden'] });
  try {
    await app.registered;
    const hidden = await restingMemory(app.pid);
    const item = await bus.item();
    const painted = watchPaint(screen, paintLimitMs);
    await item.activate();
    await painted;
    const open = await restingMemory(app.pid);
    if ((await closeWindows(screen)) !== 1) throw new Error('there should be one window');
    await until(() => memoryOf(app.pid).kinds.renderer === undefined, 'the page is gone', windowLimitMs);
    const closed = await restingMemory(app.pid);
    return { hidden, open, closed };
  } finally {
    await app.quit();
  }
}

/** A folder of its own for one start. */
export const tempIn = (folder, name) => mkdtempSync(path.join(folder, `${name}-`));
