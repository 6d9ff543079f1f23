/** What is wrong with the layout of the page as it is: text that is cut, controls that cannot be reached, pages that scroll sideways. */
import type { Page } from '@playwright/test';

/** Each fault as one line; empty when all is well. */
export const layoutFaults = (page: Page): Promise<readonly string[]> => page.evaluate(findFaults);

/** Runs in the page, so it uses nothing from outside. */
function findFaults(): string[] {
  /** Rounding of text on its way to pixels. */
  const slackPx = 1.5;
  const found: string[] = [];
  const name = (element: Element): string => {
    const words = element.getAttribute('aria-label') ?? element.textContent?.trim().replace(/\s+/g, ' ') ?? '';
    const classes = (element.getAttribute('class') ?? '').split(' ').slice(0, 2).join('.');
    return `${element.tagName.toLowerCase()}${classes ? `.${classes}` : ''} "${words.slice(0, 60)}"`;
  };
  const dialog = [...document.querySelectorAll('[role="dialog"]')].at(-1) ?? null;
  const area: Element = dialog ?? document.body;
  const isSeen = (element: Element): boolean =>
    element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && element.closest('[inert], .screen-reader-only') === null;
  /** Boxes between an element and the first one that scrolls: what is outside of them is lost. */
  const clipping = (element: Element): readonly Element[] => {
    const boxes: Element[] = [];
    for (let at: Element | null = element; at !== null && at !== document.documentElement; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at);
      if ([overflowX, overflowY].some((value) => value === 'auto' || value === 'scroll')) break;
      if ([overflowX, overflowY].some((value) => value === 'hidden' || value === 'clip')) boxes.push(at);
    }
    return boxes;
  };

  // ---- pages do not scroll sideways ----
  for (const scroller of [document.scrollingElement, document.querySelector('main')]) {
    if (scroller && scroller.scrollWidth > scroller.clientWidth + slackPx) {
      found.push(`${name(scroller).slice(0, 30)} is ${scroller.scrollWidth} px wide in ${scroller.clientWidth} px`);
    }
  }

  // ---- no text is cut without a way to read all of it ----
  const texts = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const element = node.parentElement;
    if (element === null || node.nodeValue?.trim() === '' || !isSeen(element) || element.closest('[title], svg, option') !== null) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
    const cutBy = clipping(element).find((box) => {
      const edge = box.getBoundingClientRect();
      return rects.some(
        (rect) => rect.right > edge.right + slackPx || rect.left < edge.left - slackPx || rect.bottom > edge.bottom + 2 * slackPx,
      );
    });
    if (cutBy !== undefined) found.push(`cut: ${name(element)} in ${name(cutBy).split(' ')[0]}`);
  }

  // ---- every control that is on the screen can be hit, and no two lie over each other ----
  const controls = [...area.querySelectorAll('a[href], button, input, select, textarea, summary, [role="tab"], [role="menuitem"]')].filter(
    isSeen,
  );
  const onScreen = controls.flatMap((control) => {
    // A switch or a choice is hit at its label.
    const face =
      control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type) ? (control.labels?.[0] ?? control) : control;
    const rect = face.getBoundingClientRect();
    const inside = rect.width > 0 && rect.top >= 0 && rect.left >= 0 && rect.bottom <= innerHeight && rect.right <= innerWidth;
    return inside ? [{ control, face, rect }] : [];
  });
  const scrolledAway = (control: Element, rect: DOMRect): boolean => {
    for (let at = control.parentElement; at !== null; at = at.parentElement) {
      if (!/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflow)) continue;
      const edge = at.getBoundingClientRect();
      if (rect.bottom > edge.bottom + slackPx || rect.top < edge.top - slackPx || rect.right > edge.right + slackPx) return true;
    }
    return false;
  };
  const reachable = onScreen.filter(({ control, rect }) => !scrolledAway(control, rect));
  for (const { control, face, rect } of reachable) {
    if ((control as HTMLButtonElement).disabled || getComputedStyle(face).pointerEvents === 'none') continue;
    const hit = document.elementFromPoint(rect.left + rect.width / 2, rect.top + rect.height / 2);
    const own =
      hit !== null && (face.contains(hit) || hit.contains(face) || control.contains(hit) || hit.closest('label')?.contains(control));
    if (!own) found.push(`covered: ${name(control)} by ${hit ? name(hit) : 'nothing'}`);
  }
  for (const [at, one] of reachable.entries()) {
    for (const other of reachable.slice(at + 1)) {
      if (one.face === other.face || one.face.contains(other.face) || other.face.contains(one.face)) continue;
      const width = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
      const height = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
      if (width > slackPx && height > slackPx) found.push(`overlap: ${name(one.control)} and ${name(other.control)}`);
    }
  }
  return [...new Set(found)];
}
