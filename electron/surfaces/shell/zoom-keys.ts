/** Zoom with the usual keys, which a window without a menu does not have by itself. */
import type { WebContents } from 'electron';

/** One level is a factor of 1.2; from half to three times the size. */
export const zoomLevels = { smallest: -4, biggest: 6, step: 0.5 };

/** Ctrl (⌘) with plus, minus and zero. */
export function zoomWithKeys(contents: WebContents): void {
  contents.on('before-input-event', (event, input) => {
    const held = process.platform === 'darwin' ? input.meta : input.control;
    if (input.type !== 'keyDown' || !held || input.alt) return;
    const level = nextLevel(input.key, contents.getZoomLevel());
    if (level === null) return;
    event.preventDefault();
    contents.setZoomLevel(level);
  });
}

/** Zoom level after a key; null for other keys. */
export function nextLevel(key: string, level: number): number | null {
  if (key === '+' || key === '=') return Math.min(zoomLevels.biggest, level + zoomLevels.step);
  if (key === '-' || key === '_') return Math.max(zoomLevels.smallest, level - zoomLevels.step);
  return key === '0' ? 0 : null;
}
