/** Twice the size loses nothing, and who wants no motion gets none. */
import type { Page } from '@playwright/test';
import { expect, type RunningApp, test } from '../helpers/launch-app.ts';
import { layoutFaults } from './layout-faults.ts';
import { overlays, pages, type Stop, serverStops, settled } from './tour.ts';
import { expectStatus } from './window-page.ts';
import { fourWorld } from './worlds.ts';

const width = 1180;

async function zoom(running: RunningApp, factor: number): Promise<void> {
  await running.app.evaluate(
    ({ BrowserWindow }, wanted) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(wanted.width, 760);
      window?.webContents.setZoomFactor(wanted.factor);
    },
    { width, factor },
  );
  await (await running.page()).waitForFunction((wanted) => innerWidth === wanted, width / factor);
}

/** Kind and name of every control of the page, wherever it is; a narrow table folds columns, whose figures the server's page has. */
const controlsOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button, input, select, summary, [role="tab"]')];
    const seen = all.filter((one) => one.checkVisibility({ checkVisibilityCSS: true }) && one.closest('thead') === null);
    return seen.map((one) => `${one.tagName} ${one.getAttribute('aria-label') ?? one.textContent?.trim() ?? ''}`).sort();
  });

/** Controls that cannot be brought onto the screen. */
const lostControls = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button, summary, [role="tab"], input:not([type="checkbox"], [type="radio"])')];
    const seen = all.filter((one) => one.checkVisibility({ checkVisibilityCSS: true }));
    return seen.flatMap((one) => {
      one.scrollIntoView({ block: 'center', inline: 'center' });
      const { left, right, top, bottom } = one.getBoundingClientRect();
      const slackPx = 1;
      const whole = left >= -slackPx && top >= -slackPx && right <= innerWidth + slackPx && bottom <= innerHeight + slackPx;
      return whole ? [] : [`${one.tagName} ${one.getAttribute('aria-label') ?? one.textContent?.trim()}`];
    });
  });

test('at 200 % every page keeps its controls, cuts nothing and does not scroll sideways', async ({ launch }) => {
  const { world } = fourWorld();
  const running = await launch(world.launching());
  const page = await running.page();
  await expectStatus(page, 'synced', 'everything', 'filesystem', 'memory', 'sequential-thinking');
  const stops: readonly Stop[] = [...pages, ...(await serverStops(page, 'filesystem')).slice(0, 1)];
  for (const stop of stops) {
    await zoom(running, 1);
    await stop.open(page);
    const before = await controlsOf(page);
    await zoom(running, 2);
    await settled(page);
    const after = await controlsOf(page);
    expect
      .soft(
        before.filter((one) => !after.includes(one)),
        `${stop.name} at 200 %`,
      )
      .toEqual([]);
    expect.soft(await layoutFaults(page), `${stop.name} at 200 %`).toEqual([]);
    expect.soft(await lostControls(page), `${stop.name} at 200 %`).toEqual([]);
  }
  for (const stop of overlays) {
    await stop.open(page);
    expect.soft(await layoutFaults(page), `${stop.name} at 200 %`).toEqual([]);
    await stop.leave?.(page);
  }
});

test('with reduced motion nothing moves', async ({ launch }) => {
  const { world } = fourWorld();
  world.addByCommandLine({ slow: world.program('slow', ['--never-init']) });
  const running = await launch(world.launching());
  const page = await running.page();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expectStatus(page, 'syncing', 'slow');
  const moving = () =>
    page.evaluate(() =>
      document
        .getAnimations()
        .filter((one) => one.playState === 'running' && Number(one.effect?.getComputedTiming().activeDuration ?? 0) > 1)
        .map((one) => (one as CSSAnimation).animationName ?? (one as CSSTransition).transitionProperty),
    );
  for (const stop of [...pages, ...overlays]) {
    await stop.open(page);
    expect(await moving(), stop.name).toEqual([]);
    await stop.leave?.(page);
  }
});

test('the window that was closed leaves no page behind', async ({ launch }) => {
  const { world } = fourWorld();
  const running = await launch(world.launching());
  const page = await running.page();
  const gone = page.waitForEvent('close');
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await gone;
  const left = () =>
    running.app.evaluate(({ BrowserWindow, webContents }) => ({
      windows: BrowserWindow.getAllWindows().length,
      contents: webContents.getAllWebContents().length,
    }));
  await expect.poll(left).toEqual({ windows: 0, contents: 0 });
  await expect.poll(() => running.app.evaluate(({ app }) => app.getAppMetrics().filter((one) => one.type === 'Tab').length)).toBe(0);
});

test('the check of the layout sees text that is cut, controls that lie over each other, and a page that is too wide', async ({
  launch,
}) => {
  const running = await launch({ files: { 'mcp.json': '{"mcpServers": {}}' } });
  const page = await running.page();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await layoutFaults(page)).toEqual([]);
  await page.evaluate(() => {
    const add = (tag: string, text: string, style: Partial<CSSStyleDeclaration>) => {
      const made = document.createElement(tag);
      made.textContent = text;
      Object.assign(made.style, style);
      document.querySelector('main')?.append(made);
    };
    add('p', 'more than there is room for', { width: '40px', overflow: 'hidden', whiteSpace: 'nowrap' });
    add('button', 'below', { position: 'fixed', left: '300px', top: '500px', width: '80px', height: '30px' });
    add('button', 'above', { position: 'fixed', left: '310px', top: '505px', width: '80px', height: '30px' });
    add('div', '', { width: '3000px', height: '1px' });
  });
  const faults = (await layoutFaults(page)).join('\n');
  expect(faults).toMatch(/^cut: p "more than/m);
  expect(faults).toMatch(/^covered: button "below"/m);
  expect(faults).toMatch(/^overlap: button "below" and button "above"/m);
  expect(faults).toMatch(/px wide in/);
});
