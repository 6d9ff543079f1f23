/** Every place in the window, and how a person gets there; for checks that hold everywhere. */
import type { Page } from '@playwright/test';
import { expect } from '../helpers/launch-app.ts';

export interface Stop {
  readonly name: string;
  readonly open: (page: Page) => Promise<void>;
  /** Takes away what lies over the page. */
  readonly leave?: (page: Page) => Promise<void>;
}

/** Goes to a place by its address. */
export const goToPlace = (page: Page, place: string): Promise<void> =>
  page.evaluate((wanted) => {
    location.hash = wanted;
  }, place);

/** Waits until nothing is loading and the last change was painted. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

const address = (name: string, place: string): Stop => ({
  name,
  open: async (page) => {
    await goToPlace(page, place);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await settled(page);
  },
});

const close = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
};

/** Something that is opened over a page. */
const over = (name: string, place: string, act: (page: Page) => Promise<void>): Stop => ({
  name,
  open: async (page) => {
    await address(name, place).open(page);
    await act(page);
    await expect(page.getByRole('dialog')).toBeVisible();
    await settled(page);
  },
  leave: close,
});

export const pages: readonly Stop[] = [
  address('servers', '#/servers'),
  address('approvals', '#/approvals'),
  address('clients', '#/clients'),
  address('activity', '#/activity'),
  address('settings', '#/settings'),
];

export const overlays: readonly Stop[] = [
  over('add-server', '#/servers', (page) => page.getByRole('button', { name: 'Add server', exact: true }).click()),
  over('add-file', '#/clients', (page) => page.getByRole('button', { name: 'Add file', exact: true }).click()),
  over('palette', '#/servers', (page) => page.keyboard.press('Control+k')),
  over('shortcuts', '#/servers', (page) => page.keyboard.press('?')),
];

/** The page of a server, a stop for each tab. */
export async function serverStops(page: Page, server: string): Promise<readonly Stop[]> {
  await goToPlace(page, '#/servers');
  const place = await page
    .getByRole('table', { name: 'Servers', exact: true })
    .getByRole('link', { name: server, exact: true })
    .getAttribute('href');
  return ['Tools', 'Prompts', 'Resources', 'Log', 'History'].map((tab) => ({
    name: `server-${tab.toLowerCase()}`,
    open: async (inPage) => {
      await goToPlace(inPage, `${place}/${tab.toLowerCase()}`);
      await expect(inPage.getByRole('tab', { name: new RegExp(`^${tab}`), selected: true })).toBeVisible();
      await settled(inPage);
    },
  }));
}

export const themes = ['light', 'dark'] as const;

/** Shows the window in a theme, with all motion at its end. */
export async function showTheme(page: Page, theme: (typeof themes)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
}
