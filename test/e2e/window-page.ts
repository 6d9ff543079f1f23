/** The window as a person finds their way in it: roles and accessible names only. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '../helpers/launch-app.ts';

export type PageName = 'Servers' | 'Approvals' | 'Clients' | 'Assistants' | 'Activity' | 'Settings';

/** Chooses a page in the navigation. */
export async function goTo(page: Page, name: PageName): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name }).click();
}

export const serversTable = (page: Page): Locator => page.getByRole('table', { name: 'Servers', exact: true });

/** The row of a server in the table of servers. */
export const serverRow = (page: Page, name: string): Locator =>
  serversTable(page)
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: `Resync ${name}`, exact: true }) });

/** Opens a server's own page, by its name in the table. */
export async function openServer(page: Page, name: string): Promise<void> {
  await goTo(page, 'Servers');
  await serverRow(page, name).getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('tab', { name: 'Tools' })).toBeVisible();
}

/** Waits until the table says so about each server. */
export async function expectStatus(page: Page, status: string, ...names: readonly string[]): Promise<void> {
  for (const name of names) await expect(serverRow(page, name)).toContainText(status);
}
