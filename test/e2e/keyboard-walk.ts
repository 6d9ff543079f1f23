/** The window by keyboard alone: walking with Tab, and whether a person sees where they are. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '../helpers/launch-app.ts';

/** More stops than any page has before its first list row. */
const stopsMax = 150;

interface Stop {
  /** What it is, in words for a failed test. */
  readonly words: string;
  /** Its look and that of its surroundings, to be compared with the look without focus. */
  readonly look: string;
}

/** Marks what has the focus, so that it can be looked at again without it; false: nothing has it, or it was here before. */
const markFocused = (page: Page, mark: string): Promise<'marked' | 'nowhere' | 'again'> =>
  page.evaluate((at) => {
    const element = document.activeElement;
    if (element === null || element === document.body) return 'nowhere';
    if (element.hasAttribute('data-walk')) return 'again';
    element.setAttribute('data-walk', at);
    return 'marked';
  }, mark);

/** null: it is gone. */
const stopOf = (page: Page, mark: string): Promise<Stop | null> =>
  page.evaluate((at) => {
    const element = document.querySelector(`[data-walk="${at}"]`);
    if (element === null) return null;
    // Asking for its style starts the change to the new look, which is then brought to its end.
    void getComputedStyle(element).borderColor;
    for (const moving of document.getAnimations()) if (Number.isFinite(moving.effect?.getComputedTiming().endTime)) moving.finish();
    const near = [element, element.parentElement, element.nextElementSibling, ...element.querySelectorAll(':scope > *')];
    const parts = near.map((one) => {
      if (!one) return '';
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor } = getComputedStyle(one);
      return [outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor].join(' ');
    });
    const words = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? '';
    return { words: `${element.tagName.toLowerCase()} "${words}"`, look: parts.join(' | ') };
  }, mark);

export interface Walk {
  /** What had the focus, in order. */
  readonly stops: readonly string[];
  /** Stops that look the same with and without focus. */
  readonly unseen: readonly string[];
  /** The walk came back to where it began: no trap. */
  readonly closed: boolean;
}

/** Presses Tab from the top of the page until the walk comes round. */
export async function walkWithTab(page: Page): Promise<Walk> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('[data-walk]')) one.removeAttribute('data-walk');
    (document.activeElement as HTMLElement | null)?.blur();
  });
  const stops: string[] = [];
  const unseen: string[] = [];
  let last: { readonly mark: string; readonly stop: Stop } | null = null;
  for (let at = 0; at < stopsMax; at += 1) {
    await page.keyboard.press('Tab');
    const mark = String(at);
    const outcome = await markFocused(page, mark);
    const before: Stop | null = last === null ? null : await stopOf(page, last.mark);
    if (before !== null && before.look === last?.stop.look) unseen.push(before.words);
    if (outcome === 'again') return { stops, unseen, closed: true };
    // After the last stop the focus leaves the page, and comes in again at the first.
    const stop = outcome === 'nowhere' ? null : await stopOf(page, mark);
    last = stop === null ? null : { mark, stop };
    if (stop !== null) stops.push(stop.words);
  }
  return { stops, unseen, closed: false };
}

/** Presses Tab until the wanted control has the focus. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let at = 0; at < stopsMax; at += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${wanted}`);
}

/** Goes to a control and presses a key on it. */
export async function pressOn(page: Page, wanted: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press(key);
}
