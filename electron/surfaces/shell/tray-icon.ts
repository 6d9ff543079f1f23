/** The tray icon, drawn by code: an open tray, and above it a mark whose shape and colour both say the state. */
import type { AppView } from '../../contract/app-view.ts';

type Mood = AppView['mood'];
/** Distance of a point from the edge of a shape in a square of side 32; negative inside. */
type Shape = (x: number, y: number) => number;

/** Shapes are described in this square, whatever the size they are drawn in. */
const side = 32;
/** Points looked at in each direction of a pixel: smooth edges at 16 px. */
const samples = 4;
/** Dark rim around the light glyph, so that it reads on light panels as well as on dark ones. */
const rimWidth = 2;
const rim = [22, 25, 31] as const;
const rimOpacity = 0.9;
const glyph = [245, 247, 250] as const;

const markColours: Readonly<Record<Mood, readonly [number, number, number]>> = {
  fine: glyph,
  working: [92, 178, 255],
  attention: [255, 112, 72],
  paused: [176, 184, 196],
};

const box =
  (left: number, top: number, right: number, bottom: number, radius = 0): Shape =>
  (x, y) => {
    const dx = Math.abs(x - (left + right) / 2) - (right - left) / 2 + radius;
    const dy = Math.abs(y - (top + bottom) / 2) - (bottom - top) / 2 + radius;
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
  };
const circle =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) - radius;
const either =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    Math.min(...shapes.map((shape) => shape(x, y)));
const without =
  (shape: Shape, cut: Shape): Shape =>
  (x, y) =>
    Math.max(shape(x, y), -cut(x, y));
/** Upward triangle with corners at (cx, top), (cx ± half, bottom). */
const triangle =
  (cx: number, top: number, half: number, bottom: number): Shape =>
  (x, y) => {
    const height = bottom - top;
    const slope = Math.hypot(half, height);
    return Math.max(y - bottom, (Math.abs(x - cx) * height - (y - top) * half) / slope);
  };

const tray = without(box(2.5, 18, 29.5, 29.5, 3.5), box(7, 14, 25, 25, 1.5));

const marks: Readonly<Record<Mood, Shape>> = {
  // A tool standing in the tray, which is also the T of the name.
  fine: either(box(8.5, 3, 23.5, 8, 1.5), box(13.5, 3, 18.5, 21.5, 1)),
  // A ring, half full.
  working: either(without(circle(16, 12, 9.2), circle(16, 12, 6)), without(circle(16, 12, 9), box(16, 0, 32, 32))),
  attention: triangle(16, 0.5, 11, 21),
  paused: either(box(8.5, 3, 14, 21, 1), box(18, 3, 23.5, 21, 1)),
};

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/**
 * The icon as premultiplied BGRA rows, as Electron's `createFromBitmap` takes them on little-endian machines.
 * `template`: black and alpha only, for menu bars that colour it themselves.
 */
export function drawTrayIcon(mood: Mood, size: number, template = false): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const mark = marks[mood];
  const whole = either(tray, mark);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const cover = coverage({ column, row, size }, tray, mark, whole);
      const at = (row * size + column) * 4;
      if (template) pixels[at + 3] = Math.round(255 * clamp(cover.tray + cover.mark));
      else blend(pixels, at, cover, markColours[mood]);
    }
  }
  return pixels;
}

interface Cover {
  readonly tray: number;
  readonly mark: number;
  readonly rim: number;
}

/** Share of a pixel that tray, mark and rim cover; the mark lies over the tray, both over the rim. */
function coverage(
  pixel: { column: number; row: number; size: number },
  ...[trayShape, markShape, whole]: readonly [Shape, Shape, Shape]
): Cover {
  let [inTray, inMark, inRim] = [0, 0, 0];
  for (let sample = 0; sample < samples * samples; sample += 1) {
    const x = ((pixel.column + ((sample % samples) + 0.5) / samples) / pixel.size) * side;
    const y = ((pixel.row + (Math.floor(sample / samples) + 0.5) / samples) / pixel.size) * side;
    if (markShape(x, y) < 0) inMark += 1;
    else if (trayShape(x, y) < 0) inTray += 1;
    else if (whole(x, y) < rimWidth) inRim += 1;
  }
  const share = 1 / (samples * samples);
  return { tray: inTray * share, mark: inMark * share, rim: inRim * share * rimOpacity };
}

function blend(pixels: Buffer, at: number, cover: Cover, colour: readonly [number, number, number]): void {
  const channel = (index: 0 | 1 | 2): number => glyph[index] * cover.tray + colour[index] * cover.mark + rim[index] * cover.rim;
  pixels[at] = Math.round(channel(2));
  pixels[at + 1] = Math.round(channel(1));
  pixels[at + 2] = Math.round(channel(0));
  pixels[at + 3] = Math.round(255 * clamp(cover.tray + cover.mark + cover.rim));
}
