/** What the window shows and does about servers, by roles and accessible names. */
import { expect, test } from '../helpers/launch-app.ts';
import { makeDesk, trusting } from './desk.ts';
import { expectStatus, goTo, openServer, serverRow, serversTable } from './window-page.ts';

test('K-03 the window shows status, failures and tool counts by accessible names', async ({ launch }) => {
  const desk = makeDesk();
  desk.write({
    rich: desk.entry('rich', '--tools', '12', '--prompts', '2', '--resources', '4'),
    plain: desk.entry('plain', '--tools', '1'),
    missing: { command: 'no-such-program-anywhere', args: [] },
    refusing: desk.entry('refusing', '--init-error', 'token rejected', '--stderr', 'no key was given'),
    off: { ...desk.entry('off'), disabled: true },
  });
  const running = await launch(trusting(desk));
  const page = await running.page();
  await expect(page).toHaveTitle('Tooltray');
  await goTo(page, 'Servers');
  await expect(serversTable(page)).toBeVisible();
  await expectStatus(page, 'synced', 'rich', 'plain');
  await expect(serverRow(page, 'rich')).toContainText('12 tools');
  await expect(serverRow(page, 'rich')).toContainText('Tooltray');
  await expect(serverRow(page, 'plain')).toContainText('1 tool');
  await expect(serverRow(page, 'plain')).not.toContainText('1 tools');
  await expectStatus(page, 'failed', 'missing', 'refusing');
  await expect(serverRow(page, 'missing')).toContainText('no-such-program-anywhere');
  await expect(serverRow(page, 'refusing')).toContainText('token rejected');
  await expectStatus(page, 'disabled', 'off');
  await expect(page.getByRole('heading', { name: /2 of 4 servers are in sync/ })).toBeVisible();
  for (const name of ['rich', 'plain', 'missing', 'refusing']) {
    await expect(page.getByRole('switch', { name: `Enable ${name}`, exact: true })).toBeChecked();
  }
  await expect(page.getByRole('switch', { name: 'Enable off', exact: true })).not.toBeChecked();
  await openServer(page, 'refusing');
  await expect(page.getByText('token rejected').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(page.getByText('no key was given').first()).toBeVisible();
});

test('K-03 a list that changes while its server runs is counted anew, and a server switched off in the window ends', async ({ launch }) => {
  const desk = makeDesk();
  const signal = `${desk.folder}/signal`;
  desk.write({ growing: desk.entry('growing', '--signal-file', signal), other: desk.entry('other') });
  const running = await launch(trusting(desk));
  const page = await running.page();
  await expect(serverRow(page, 'growing')).toContainText('3 tools');
  await expectStatus(page, 'synced', 'growing', 'other');
  desk.touch(signal);
  await expect(serverRow(page, 'growing')).toContainText('4 tools');
  await page.getByRole('switch', { name: 'Enable other', exact: true }).click();
  await expectStatus(page, 'disabled', 'other');
  await expect.poll(() => desk.pid('other')).toBeNull();
  expect(desk.pid('growing')).not.toBeNull();
});

test('K-04 "Resync all" in the window lists every server again, "Resync NAME" only that one', async ({ launch }) => {
  const desk = makeDesk();
  const names = ['one', 'two', 'three'];
  desk.write(Object.fromEntries(names.map((name) => [name, desk.entry(name)])));
  const running = await launch(trusting(desk));
  const page = await running.page();
  await expectStatus(page, 'synced', ...names);
  const counts = () => names.map((name) => desk.toolRequests(name));
  const before = counts();
  await page.getByRole('button', { name: 'Resync all', exact: true }).click();
  await expect.poll(() => counts().map((count, at) => count - (before[at] ?? 0))).toEqual([1, 1, 1]);
  await expectStatus(page, 'synced', ...names);
  await page.getByRole('button', { name: 'Resync two', exact: true }).click();
  await expect.poll(() => counts().map((count, at) => count - (before[at] ?? 0))).toEqual([1, 2, 1]);
  await expectStatus(page, 'synced', ...names);
});
