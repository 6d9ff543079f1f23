/** Watched files and settings as a person arranges them in the real app: rank, trust, leaving and coming back, first screen, import with undo. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type RunningApp, test } from '../helpers/launch-app.ts';
import { makeDesk } from './desk.ts';
import { expectStatus, goTo, serverRow } from './window-page.ts';

const settingsOf = (running: RunningApp) => JSON.parse(readFileSync(path.join(running.home, 'settings.json'), 'utf8'));
const clientsOf = (running: RunningApp): readonly string[] =>
  settingsOf(running).sources.map((source: { client: string }) => source.client);

test('files are put in order by keyboard, names follow, and a file that was left comes back to its place', async ({ launch }) => {
  const desk = makeDesk();
  const files = {
    '~/.cursor/mcp.json': desk.text({ twin: desk.entry('cursor-twin') }),
    '~/.gemini/settings.json': desk.text({ twin: desk.entry('gemini-twin') }),
  };
  const running = await launch({ folder: desk.folder, files });
  const page = await running.page();
  const welcome = page.getByRole('region', { name: 'Welcome' });
  await expect(welcome).toContainText('2 files with 2 servers found on this machine');
  await welcome.getByRole('button', { name: 'Watch these 2 files' }).click();
  await expectStatus(page, 'approval', 'twin', 'twin@gemini-cli');
  expect(desk.startedNames()).toEqual([]);

  await goTo(page, 'Clients');
  await page.getByRole('button', { name: 'Move Cursor down' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Move Cursor up' })).toBeFocused();
  expect(clientsOf(running)).toEqual(['gemini-cli', 'cursor']);

  await page.getByLabel('Trust for Cursor').selectOption('always');
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.getByRole('button', { name: 'Always trust Cursor' }).click();
  await expect.poll(() => desk.startedNames()).toEqual(['cursor-twin']);

  await page.getByRole('button', { name: 'Stop watching Gemini CLI' }).click();
  await expect(page.getByRole('table', { name: 'Watched files' })).not.toContainText('Gemini CLI');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => clientsOf(running)).toEqual(['gemini-cli', 'cursor']);
  await goTo(page, 'Servers');
  await expect(serverRow(page, 'twin@cursor')).toBeVisible();
  await expectStatus(page, 'approval', 'twin');
});

test('an import is previewed, applied and undone; a number that does not fit is refused at its field', async ({ launch }) => {
  const running = await launch({ files: { 'settings.json': JSON.stringify({ version: 1, welcomed: true }) } });
  const page = await running.page();
  await goTo(page, 'Settings');
  const parallel = page.getByLabel('Parallel starts', { exact: true });
  await parallel.fill('65');
  await parallel.press('Enter');
  await expect(page.getByText('It has to be between 1 and 64.')).toBeVisible();
  await parallel.fill('7');
  await parallel.press('Enter');
  await expect.poll(() => settingsOf(running).parallel).toBe(7);

  await page.getByRole('button', { name: 'Export settings' }).click();
  const exported = await page.getByLabel('Settings text').inputValue();
  await page.getByLabel('Save to a file').fill(path.join(running.user, 'exported.json'));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Settings saved to')).toBeVisible();
  expect(readFileSync(path.join(running.user, 'exported.json'), 'utf8').trim()).toBe(exported.trim());

  await page.getByRole('button', { name: 'Import settings' }).click();
  await page.getByLabel('Settings text').fill(JSON.stringify({ ...JSON.parse(exported), parallel: 9, trust: 'always' }));
  await page.getByRole('button', { name: 'Preview changes' }).click();
  await expect(page.getByRole('region', { name: 'What would change' })).toContainText('without being asked about');
  expect(settingsOf(running).parallel).toBe(7);
  await page.getByRole('button', { name: 'Import these settings' }).click();
  await expect.poll(() => settingsOf(running)).toMatchObject({ parallel: 9, trust: 'always' });
  await expect(parallel).toHaveValue('9');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(parallel).toHaveValue('7');
  await expect.poll(() => settingsOf(running).trust ?? 'ask').toBe('ask');
});
