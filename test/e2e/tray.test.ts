/** The tray as a panel sees it over D-Bus, and what its menu does to the app. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type RunningApp, test } from '../helpers/launch-app.ts';
import { lives } from '../helpers/processes.ts';
import { makeDesk, menuText, trusting } from './desk.ts';
import { expectStatus, serverRow } from './window-page.ts';

const entries = ['Resync all', 'Pause watching', 'Open Tooltray', 'Quit Tooltray'];
/** A pixel counts as part of the shape from half opacity on. */
const opaqueFrom = 128;

/** The icon's outline and its colours, apart. */
async function looks(running: RunningApp): Promise<{ readonly shape: string; readonly colours: string }> {
  const icon = await running.item.icon();
  if (icon === null) throw new Error('the tray item has no icon');
  const pixels = Array.from({ length: icon.width * icon.height }, (_, at) => icon.pixels.subarray(at * 4, at * 4 + 4));
  const opaque = pixels.map((pixel) => (pixel[0] ?? 0) >= opaqueFrom);
  const colours = new Set(pixels.filter((_, at) => opaque[at]).map((pixel) => pixel.subarray(1).toString('hex')));
  return { shape: opaque.map((part) => (part ? '#' : ' ')).join(''), colours: [...colours].sort().join(' ') };
}

const tooltipBecomes = (running: RunningApp, text: string) => expect.poll(() => running.item.tooltip()).toBe(`Tooltray: ${text}`);

test('K-05 tray icon, tooltip and menu follow four states', async ({ launch }) => {
  const desk = makeDesk();
  const program = path.join(desk.folder, 'late-program');
  const steady = desk.entry('steady');
  desk.write({ steady, slow: desk.entry('slow', '--never-init') });
  const running = await launch(trusting(desk));

  await tooltipBecomes(running, '1 of 2 servers synced, 3 tools');
  const working = await looks(running);
  expect(await running.item.labels()).toEqual(['1 of 2 servers synced, 3 tools', ...entries]);

  desk.write({ steady });
  await tooltipBecomes(running, '1 of 1 servers synced, 3 tools');
  const fine = await looks(running);
  expect(await running.item.labels()).toContain('Pause watching');

  desk.write({ steady, broken: { command: program, args: [] } });
  await tooltipBecomes(running, '1 of 2 servers synced, 3 tools, 1 failed');
  const attention = await looks(running);
  const failing = (await running.item.menu()).children.find((node) => node.label.startsWith('broken: '));
  expect(failing?.label).toContain('late-program');
  expect(failing?.children.map((node) => node.label)).toContain('Resync');

  await running.item.click('Pause watching');
  await tooltipBecomes(running, '1 of 2 servers synced, 3 tools, 1 failed, watching paused');
  const paused = await looks(running);
  expect(await menuText(running)).toContain('Resume watching');

  const all = [working, fine, attention, paused];
  expect(new Set(all.map((look) => look.shape)).size).toBe(4);
  expect(new Set(all.map((look) => look.colours)).size).toBe(4);

  await running.item.click('Resume watching');
  await tooltipBecomes(running, '1 of 2 servers synced, 3 tools, 1 failed');
  const found = desk.entry('repaired', '--tools', '2');
  writeFileSync(program, `#!/bin/sh\nexec ${[found.command, ...found.args].map((word) => `'${word}'`).join(' ')}\n`);
  chmodSync(program, 0o755);
  await running.item.click(failing?.label ?? '', 'Resync');
  await tooltipBecomes(running, '2 of 2 servers synced, 5 tools');
  expect(await looks(running)).toEqual(fine);
});

test('K-05 while watching is paused a save changes nothing, and counts once it is resumed', async ({ launch }) => {
  const desk = makeDesk();
  desk.write({ steady: desk.entry('steady') });
  const running = await launch(trusting(desk));
  await tooltipBecomes(running, '1 of 1 servers synced, 3 tools');
  await running.item.click('Pause watching');
  await tooltipBecomes(running, '1 of 1 servers synced, 3 tools, watching paused');
  desk.write({ steady: desk.entry('steady'), added: desk.entry('added') });
  // Resuming reads the file anew, so the one before must have been left alone until then.
  expect(desk.startedNames()).toEqual(['steady']);
  await running.item.click('Resume watching');
  await tooltipBecomes(running, '2 of 2 servers synced, 6 tools');
});

test('closing the window keeps the app in the tray, and "Open Tooltray" brings it back', async ({ launch }) => {
  const desk = makeDesk();
  desk.write({ steady: desk.entry('steady') });
  const running = await launch(trusting(desk));
  const page = await running.page();
  await expectStatus(page, 'synced', 'steady');
  const pid = desk.pid('steady');
  const closed = page.waitForEvent('close');
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await closed;
  await tooltipBecomes(running, '1 of 1 servers synced, 3 tools');
  desk.write({ steady: desk.entry('steady'), added: desk.entry('added') });
  await tooltipBecomes(running, '2 of 2 servers synced, 6 tools');
  const opened = running.app.waitForEvent('window');
  await running.item.click('Open Tooltray');
  const again = await opened;
  await expectStatus(again, 'synced', 'steady', 'added');
  expect(desk.pid('steady')).toBe(pid);
});

test('"Quit Tooltray" ends the app and every server with all it started', async ({ launch }) => {
  const desk = makeDesk();
  desk.write({ steady: desk.entry('steady', '--fork-depth', '2'), stubborn: desk.entry('stubborn', '--ignore-eof', '--setsid') });
  const running = await launch(trusting(desk));
  await tooltipBecomes(running, '2 of 2 servers synced, 6 tools');
  const started = ['steady', 'stubborn'].flatMap((name) => desk.tree(desk.pid(name) ?? 0)).map((one) => one.pid);
  expect(started.length).toBeGreaterThanOrEqual(5);
  const ended = once(running.app.process(), 'exit');
  // The app may be gone from the bus before it has answered the click.
  await running.item.click('Quit Tooltray').catch(() => {});
  const [code] = await ended;
  expect(code).toBe(0);
  expect(started.filter(lives)).toEqual([]);
});

test("a second launch shows the first one's window and ends", async ({ launch }) => {
  const desk = makeDesk();
  desk.write({ steady: desk.entry('steady') });
  const running = await launch({ ...trusting(desk), args: ['--hidden'] });
  await tooltipBecomes(running, '1 of 1 servers synced, 3 tools');
  expect(running.app.windows()).toEqual([]);
  const opened = running.app.waitForEvent('window');
  const root = path.resolve(import.meta.dirname, '../..');
  const second = spawn(running.app.process().spawnfile, ['--no-sandbox', root], { env: running.env, stdio: 'ignore' });
  const [code] = await once(second, 'exit');
  expect(code).toBe(0);
  const page = await opened;
  await expect(serverRow(page, 'steady')).toContainText('synced');
  expect(desk.starts('steady').length).toBe(1);
});
