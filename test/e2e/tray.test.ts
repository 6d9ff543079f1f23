/** The tray as a panel sees it over D-Bus: ten state changes followed exactly, and what its menu does to the app. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type RunningApp, test } from '../helpers/launch-app.ts';
import { lives } from '../helpers/processes.ts';
import type { MenuNode } from '../helpers/tray-item.ts';
import { type Entries, makeDesk, trusting } from './desk.ts';
import { expectStatus, serverRow } from './window-page.ts';

const root = path.resolve(import.meta.dirname, '../..');
const icons = path.join(root, 'electron/surfaces/shell/icons/png');
const moods = ['fine', 'working', 'attention', 'paused'] as const;
type Mood = (typeof moods)[number];
/** What Linux panels are given. */
const iconSizes = [22, 44];

const tooltipBecomes = (running: RunningApp, text: string) => expect.poll(() => running.item.tooltip()).toBe(`Tooltray: ${text}`);

/** The menu as lines: separators as `-`, entries of a submenu indented, what cannot be chosen in brackets. */
const menuLines = (nodes: readonly MenuNode[], indent = ''): readonly string[] =>
  nodes
    .filter((node) => node.visible)
    .flatMap((node) => [
      node.separator ? '-' : `${indent}${node.enabled ? node.label : `[${node.label}]`}`,
      ...menuLines(node.children, `${indent}  `),
    ]);

/** A picture as a panel gets it: ARGB, straight; colours below this opacity are rounded on the way. */
interface Picture {
  readonly width: number;
  readonly pixels: readonly number[];
}

/** The committed pictures of every mood, decoded by the app's own library. */
async function committedPictures({ app }: RunningApp): Promise<ReadonlyMap<Mood, readonly Picture[]>> {
  const files = moods.flatMap((mood) => iconSizes.map((size) => ({ mood, file: path.join(icons, `panel-${mood}-${size}.png`) })));
  const decoded = await app.evaluate(
    ({ nativeImage }, addresses) =>
      addresses.map((address) => {
        const image = nativeImage.createFromDataURL(address);
        return { width: image.getSize().width, bgra: [...image.toBitmap()] };
      }),
    files.map(({ file }) => `data:image/png;base64,${readFileSync(file).toString('base64')}`),
  );
  const straight = ({ width, bgra }: (typeof decoded)[number]): Picture => ({
    width,
    pixels: Array.from({ length: bgra.length / 4 }, (_, at) => {
      const [blue = 0, green = 0, red = 0, alpha = 0] = bgra.slice(at * 4, at * 4 + 4);
      return [alpha, ...[red, green, blue].map((value) => (alpha === 0 ? 0 : Math.round((value * 255) / alpha)))];
    }).flat(),
  });
  return new Map(moods.map((mood) => [mood, decoded.filter((_, index) => files[index]?.mood === mood).map(straight)]));
}

/** The mood whose committed picture the panel shows, pixel by pixel; null when it is none of them. */
async function shownMood(running: RunningApp, pictures: ReadonlyMap<Mood, readonly Picture[]>): Promise<Mood | null> {
  const icon = await running.item.icon();
  if (icon === null) return null;
  const shown = [...icon.pixels];
  const equal = ({ width, pixels }: Picture) =>
    width === icon.width &&
    pixels.length === shown.length &&
    pixels.every((value, index) => {
      const alpha = pixels[index - (index % 4)] ?? 0;
      // Colours of half covered pixels are rounded when they are packed with their opacity.
      const slack = index % 4 === 0 || alpha === 255 ? 0 : alpha === 0 ? 255 : Math.ceil(255 / alpha);
      return Math.abs(value - (shown[index] ?? -1)) <= slack;
    });
  return moods.find((mood) => pictures.get(mood)?.some(equal)) ?? null;
}

const standing = (summary: string, troubles: readonly string[] = [], watching = 'Pause watching'): readonly string[] => [
  `[${summary}]`,
  '-',
  ...troubles,
  ...(troubles.length > 0 ? ['-'] : []),
  'Resync all',
  watching,
  '-',
  'Open Tooltray',
  'Quit Tooltray',
];
const trouble = (label: string): readonly string[] => [label, '  Resync', '  Open'];

/** Runs the command line without holding up this process: the app's notifications wait for the desktop that lives in it. */
async function commandBeside(home: string, ...words: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [path.join(root, 'dist/cli.js'), '--home', home, ...words], { stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([0, null]);
}

interface Change {
  readonly name: string;
  readonly run: () => unknown;
  readonly mood: Mood;
  readonly summary: string;
  readonly troubles?: readonly string[];
  readonly watching?: string;
}

test('K-05 tray icon, tooltip and menu follow ten state changes exactly', async ({ launch }) => {
  const desk = makeDesk();
  const steady = desk.entry('steady');
  const slow = desk.entry('slow', '--never-init');
  const dying = desk.entry('dying', '--exit-after', '0', '--exit-code', '7');
  const known: Entries = { steady, slow, dying, lost: { command: path.join(desk.folder, 'lost-program'), args: [] } };
  desk.addByCommandLine(known);
  const lost = known.lost ?? steady;
  desk.write({});
  const running = await launch({ folder: desk.folder });
  const pictures = await committedPictures(running);
  const lostLine = trouble(`lost: The command "${lost.command}" was not found`);
  const one = '1 of 1 servers synced, 3 tools';
  const paused = '1 of 2 servers synced, 3 tools, 1 failed, watching paused';
  const broken = 'Tooltray: Expected a value (line 1, column 16)';
  const changes: readonly Change[] = [
    { name: 'a server is being started', run: () => desk.write({ slow }), mood: 'working', summary: '0 of 1 servers synced, 0 tools' },
    { name: 'another one works', run: () => desk.write({ slow, steady }), mood: 'working', summary: '1 of 2 servers synced, 3 tools' },
    { name: 'the first is removed', run: () => desk.write({ steady }), mood: 'fine', summary: one },
    {
      name: 'a program is not there',
      run: () => desk.write({ steady, lost }),
      mood: 'attention',
      summary: '1 of 2 servers synced, 3 tools, 1 failed',
      troubles: lostLine,
    },
    {
      name: 'watching is paused',
      run: () => running.item.click('Pause watching'),
      mood: 'paused',
      summary: paused,
      troubles: lostLine,
      watching: 'Resume watching',
    },
    {
      name: 'watching goes on',
      run: () => running.item.click('Resume watching'),
      mood: 'attention',
      summary: '1 of 2 servers synced, 3 tools, 1 failed',
      troubles: lostLine,
    },
    { name: 'it is switched off', run: () => desk.write({ steady, lost: { ...lost, disabled: true } }), mood: 'fine', summary: one },
    {
      name: 'a new launch waits',
      run: () => desk.write({ steady, newcomer: desk.entry('newcomer', '--tools', '2') }),
      mood: 'attention',
      summary: '1 of 2 servers synced, 3 tools, 1 waiting for approval',
      troubles: ['1 server waiting for approval'],
    },
    {
      name: 'it is approved',
      run: () => commandBeside(desk.home, 'approve', 'newcomer'),
      mood: 'fine',
      summary: '2 of 2 servers synced, 5 tools',
    },
    {
      name: 'the file is torn',
      run: () => desk.writeText('{"mcpServers": '),
      mood: 'attention',
      summary: '2 of 2 servers synced, 5 tools',
      troubles: [broken],
    },
    { name: 'the file is whole again', run: () => desk.write({ steady }), mood: 'fine', summary: one },
    { name: 'the last server goes', run: () => desk.write({}), mood: 'fine', summary: 'no servers yet' },
  ];
  await tooltipBecomes(running, 'no servers yet');
  for (const { name, run, mood, summary, troubles = [], watching } of changes) {
    await test.step(name, async () => {
      await run();
      // First what they come to, all three of one moment; then each by itself, for what to read when it fails.
      await expect.poll(async () => menuLines((await running.item.menu()).children)).toEqual(standing(summary, troubles, watching));
      expect(await running.item.tooltip()).toBe(`Tooltray: ${summary}`);
      expect(await shownMood(running, pictures)).toBe(mood);
    });
  }
});

test('K-05 a failing server is started anew from the menu', async ({ launch }) => {
  const desk = makeDesk();
  desk.write({ hidden: desk.entry('hidden', '--exit-after', '0', '--exit-code', '7', '--never-init') });
  const running = await launch(trusting(desk));
  await tooltipBecomes(running, '0 of 1 servers synced, 0 tools, 1 failed');
  const label = (await running.item.labels()).find((one) => one.startsWith('hidden: '));
  expect(label).toContain('7');
  const before = desk.starts('hidden').length;
  await running.item.click(label ?? '', 'Resync');
  await expect.poll(() => desk.starts('hidden').length).toBeGreaterThan(before);
  const page = await running.page();
  // While it is being started the line is gone for a moment.
  const again = async () => (await running.item.labels()).find((one) => one.startsWith('hidden: ')) ?? '';
  await expect
    .poll(async () =>
      running.item.click(await again(), 'Open').then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await expect(page.getByRole('heading', { name: 'hidden' }).first()).toBeVisible();
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
  const second = spawn(running.app.process().spawnfile, ['--no-sandbox', root], { env: running.env, stdio: 'ignore' });
  const [code] = await once(second, 'exit');
  expect(code).toBe(0);
  const page = await opened;
  await expect(serverRow(page, 'steady')).toContainText('synced');
  expect(desk.starts('steady').length).toBe(1);
});
