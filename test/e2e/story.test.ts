/** The whole story of a config file that changes under the running app, as tray, window, files and processes tell it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, type RunningApp, test } from '../helpers/launch-app.ts';
import { lives, livingByTag, seenProcesses } from '../helpers/processes.ts';
import { type Desk, type Entries, makeDesk, menuText } from './desk.ts';
import { expectStatus, goTo, openServer, serverRow } from './window-page.ts';

interface Scene {
  readonly desk: Desk;
  readonly running: RunningApp;
  readonly page: Page;
  /** Entries of the fixture servers of the story, by the name they begin with. */
  readonly entries: Entries;
}

const pidOf = (desk: Desk, name: string): number => {
  const pid = desk.pid(name);
  if (pid === null) throw new Error(`${name} has not exactly one living process`);
  return pid;
};

const registryText = (desk: Desk): string => readFileSync(path.join(desk.home, 'registry.json'), 'utf8');

const pick = (entries: Entries, ...names: readonly string[]): Entries =>
  Object.fromEntries(Object.entries(entries).filter(([name]) => names.includes(name)));

/** Living processes that the Tooltray of this process started. */
function allOfHome(anyPid: number): readonly number[] {
  const tag = seenProcesses().find((one) => one.pid === anyPid)?.tag ?? '';
  return livingByTag(`${tag.split('.')[0]}.`).map((one) => one.pid);
}

async function begin({ desk, running, page }: Scene): Promise<void> {
  await expectStatus(page, 'synced', 'alpha', 'beta');
  await expect(serverRow(page, 'alpha')).toContainText('3 tools');
  await expect(serverRow(page, 'beta')).toContainText('5 tools');
  await expect.poll(() => running.item.tooltip()).toBe('Tooltray: 2 of 2 servers synced, 8 tools');
  expect([...desk.startedNames()].sort()).toEqual(['alpha', 'beta']);
}

async function addThird({ desk, running, page, entries }: Scene): Promise<void> {
  const before = [pidOf(desk, 'alpha'), pidOf(desk, 'beta')];
  desk.write(pick(entries, 'alpha', 'beta', 'gamma'));
  await expect.poll(() => running.item.tooltip()).toContain('1 waiting for approval');
  await expect.poll(() => menuText(running)).toContain('1 server waiting for approval');
  await expectStatus(page, 'approval', 'gamma');
  await running.item.click('1 server waiting for approval');
  const approve = page.getByRole('button', { name: 'Approve gamma', exact: true });
  await expect(approve).toBeVisible();
  for (const argument of entries.gamma?.args ?? []) await expect(page.getByRole('main')).toContainText(argument);
  expect(desk.startedNames()).not.toContain('gamma');
  await approve.click();
  await expect(approve).toBeHidden();
  await goTo(page, 'Servers');
  await expectStatus(page, 'synced', 'gamma');
  await expect(serverRow(page, 'gamma')).toContainText('7 tools');
  await openServer(page, 'gamma');
  for (let number = 1; number <= 7; number += 1) await expect(page.getByText(`tool-${number}`, { exact: true }).first()).toBeVisible();
  await goTo(page, 'Servers');
  await expect.poll(() => running.item.tooltip()).toBe('Tooltray: 3 of 3 servers synced, 15 tools');
  expect([pidOf(desk, 'alpha'), pidOf(desk, 'beta')]).toEqual(before);
}

async function breakAndRepair({ desk, running, page, entries }: Scene): Promise<void> {
  const names = ['alpha', 'beta', 'gamma'];
  const before = names.map((name) => pidOf(desk, name));
  const whole = desk.text(pick(entries, ...names));
  const lines = whole.split('\n');
  // The value of the second line's key is gone: what follows is wrong at its first character.
  const broken = [...lines.slice(0, 2), '    "alpha": ,', ...lines.slice(2)].join('\n');
  desk.writeText(broken);
  await expect(page.getByText(/line 3, column 14/).first()).toBeVisible();
  await expect.poll(() => menuText(running)).toContain('line 3, column 14');
  await expectStatus(page, 'synced', ...names);
  expect(names.map((name) => pidOf(desk, name))).toEqual(before);
  const status = JSON.parse(desk.command('status', '--json')) as { sources: { path: string; problem: { where?: unknown } | null }[] };
  expect(status.sources.find((source) => source.path === desk.source)?.problem?.where).toMatchObject({ line: 3, column: 14 });
  desk.writeText(whole);
  await expect(page.getByText(/line 3, column 14/)).toHaveCount(0);
  await expect.poll(() => menuText(running)).not.toContain('line 3');
  await expectStatus(page, 'synced', ...names);
  expect(names.map((name) => pidOf(desk, name))).toEqual(before);
}

async function removeSecond({ desk, running, page, entries }: Scene): Promise<void> {
  const beta = pidOf(desk, 'beta');
  const tree = desk.tree(beta).map((one) => one.pid);
  expect(tree.length).toBeGreaterThanOrEqual(3);
  expect(registryText(desk)).toContain('beta');
  const before = [pidOf(desk, 'alpha'), pidOf(desk, 'gamma')];
  desk.write(pick(entries, 'alpha', 'gamma'));
  await expect(serverRow(page, 'beta')).toHaveCount(0);
  await expect.poll(() => running.item.tooltip()).toBe('Tooltray: 2 of 2 servers synced, 10 tools');
  await expect.poll(() => registryText(desk)).not.toContain('beta');
  await expect.poll(() => tree.filter(lives)).toEqual([]);
  expect([pidOf(desk, 'alpha'), pidOf(desk, 'gamma')]).toEqual(before);
}

async function renameThird({ desk, running, page, entries }: Scene): Promise<void> {
  const former = desk.tree(pidOf(desk, 'gamma')).map((one) => one.pid);
  const alpha = pidOf(desk, 'alpha');
  desk.write({ ...pick(entries, 'alpha'), delta: entries.gamma as Entries[string] });
  await expect(serverRow(page, 'gamma')).toHaveCount(0);
  await expect.poll(() => former.filter(lives)).toEqual([]);
  // A name is part of what was approved: the renamed one asks again.
  await goTo(page, 'Approvals');
  await page.getByRole('button', { name: 'Approve delta', exact: true }).click();
  await goTo(page, 'Servers');
  await expectStatus(page, 'synced', 'delta');
  await expect.poll(() => running.item.tooltip()).toBe('Tooltray: 2 of 2 servers synced, 10 tools');
  expect(pidOf(desk, 'alpha')).toBe(alpha);
  expect([...allOfHome(alpha)].sort()).toEqual([alpha, pidOf(desk, 'gamma')].sort());
  await expect.poll(() => registryText(desk)).not.toContain('/gamma');
}

async function resyncFromTray({ desk, running, page }: Scene): Promise<void> {
  const names = ['alpha', 'gamma'];
  const before = names.map((name) => desk.toolRequests(name));
  await running.item.click('Resync all');
  await expect.poll(() => names.map((name, at) => desk.toolRequests(name) > (before[at] ?? 0))).toEqual([true, true]);
  await expectStatus(page, 'synced', 'alpha', 'delta');
}

test('a config file comes alive: add, approve, break, repair, remove, rename, resync', async ({ launch }) => {
  test.setTimeout(90_000);
  const desk = makeDesk();
  const entries = {
    alpha: desk.entry('alpha'),
    beta: desk.entry('beta', '--tools', '5', '--fork-depth', '2'),
    gamma: desk.entry('gamma', '--tools', '7'),
  };
  desk.addByCommandLine(pick(entries, 'alpha', 'beta'));
  const running = await launch({ folder: desk.folder });
  const scene: Scene = { desk, running, page: await running.page(), entries };
  await test.step('two servers are there', () => begin(scene));
  await test.step('a third one is saved from outside, approved and listed', () => addThird(scene));
  await test.step('broken JSON stops nothing and says where; repaired it is as before', () => breakAndRepair(scene));
  await test.step('a removed server is gone everywhere', () => removeSecond(scene));
  await test.step('a renamed server leaves no orphan', () => renameThird(scene));
  await test.step('"Resync all" in the tray lists every server again', () => resyncFromTray(scene));
  const left = allOfHome(pidOf(desk, 'alpha'));
  await running.close();
  expect(left.filter(lives)).toEqual([]);
});
