/** Where the window was, how big, and how much enlarged: what of it can be used again. */
import type { Rectangle } from 'electron';
import { zoomLevels } from './zoom-keys.ts';

export interface WindowPlace {
  /** null: never placed by the person. */
  readonly bounds: Rectangle | null;
  readonly maximised: boolean;
  readonly zoomLevel: number;
}

export const firstPlace: WindowPlace = { bounds: null, maximised: false, zoomLevel: 0 };

/** No screen is wider; a bigger number is nonsense in the file. */
const pixelsMax = 32_768;
/** This much of the top edge must be on a screen, or the window cannot be taken hold of. */
const graspWidth = 120;
const graspHeight = 40;
/** What can be used of the file's content. */
export function parsePlace(value: Readonly<Record<string, unknown>>): WindowPlace {
  const zoomLevel = typeof value.zoomLevel === 'number' && Number.isFinite(value.zoomLevel) ? value.zoomLevel : 0;
  return {
    bounds: parseBounds(value.bounds),
    maximised: value.maximised === true,
    zoomLevel: Math.max(zoomLevels.smallest, Math.min(zoomLevels.biggest, zoomLevel)),
  };
}

function parseBounds(value: unknown): Rectangle | null {
  if (typeof value !== 'object' || value === null) return null;
  const { x, y, width, height } = value as Partial<Record<keyof Rectangle, unknown>>;
  const fits = (one: unknown): one is number => Number.isInteger(one) && Math.abs(Number(one)) <= pixelsMax;
  if (!fits(x) || !fits(y) || !fits(width) || !fits(height) || width <= 0 || height <= 0) return null;
  return { x, y, width, height };
}

/** The same bounds while they can be reached on one of the screens; else their size (as far as it fits) without a place. */
export function reachableBounds(
  bounds: Rectangle,
  workAreas: readonly Rectangle[],
): Rectangle | { readonly width: number; readonly height: number } {
  if (workAreas.some((area) => isGraspable(bounds, area))) return bounds;
  const widest = Math.max(...workAreas.map((area) => area.width));
  const highest = Math.max(...workAreas.map((area) => area.height));
  return { width: Math.min(bounds.width, widest), height: Math.min(bounds.height, highest) };
}

function isGraspable(bounds: Rectangle, area: Rectangle): boolean {
  const across = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const isInHeight = bounds.y >= area.y && bounds.y <= area.y + area.height - graspHeight;
  return across >= Math.min(graspWidth, bounds.width) && isInHeight;
}
