/** The drawn icons: committed as they are drawn, four states apart in shape and colour, readable on any panel. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { iconVariant, trayPictures, windowPicture } from '../../../electron/surfaces/shell/tray-icon.ts';
import { type AppPicture, type IconDrawing, moods, renderAppIcons, renderIcons } from '../../../scripts/render-icons.mjs';

const folder = path.resolve(import.meta.dirname, '../../../electron/surfaces/shell/icons');
const pairs = moods.flatMap((one, index) => moods.slice(index + 1).map((other) => [one, other] as const));
/** Panels from white to black as desktops have them; the app does not know which. */
const lightPanels = ['#ffffff', '#f2f2f2', '#e0e0e0'];
const darkPanels = ['#000000', '#1d1f24', '#303030'];
/** What WCAG asks of pictures that mean something. */
const contrastMin = 3;

let icons: readonly IconDrawing[] = [];
let appIcons: readonly AppPicture[] = [];
beforeAll(async () => {
  [icons, appIcons] = [await renderIcons(), await renderAppIcons()];
});

const find = (variant: string, mood: string, size: number): IconDrawing => {
  const found = icons.find((one) => one.variant === variant && one.mood === mood && one.size === size);
  if (!found) throw new Error(`no icon ${variant} ${mood} ${size}`);
  return found;
};
const pixelsOf = ({ pixels }: IconDrawing) =>
  Array.from({ length: pixels.length / 4 }, (_, at) => [...pixels.subarray(at * 4, at * 4 + 4)]);
type Colour = readonly number[];
const fromHex = (text: string): Colour => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16));

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Colour, other: Colour): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Colours of pixels that are covered whole, with how many there are. */
function solidColours(icon: IconDrawing): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [red, green, blue, alpha] of pixelsOf(icon)) {
    const key = `${red},${green},${blue}`;
    if (alpha === 255) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

test('every committed picture is what its source draws, and no other is there', () => {
  for (const { file, png } of [...icons, ...appIcons]) expect(readFileSync(path.join(folder, file)).equals(png), file).toBe(true);
  expect(readdirSync(path.join(folder, 'png')).sort()).toEqual(icons.map((one) => path.basename(one.file)).sort());
});

describe.each([16, 22, 32, 44, 64])('K-05 at %i px', (size) => {
  test.each(pairs)('%s and %s differ in shape alone', (one, other) => {
    const [a, b] = [one, other].map((mood) => pixelsOf(find('template', mood, size)).map((pixel) => pixel[3] ?? 0));
    const different = a?.filter((alpha, at) => Math.abs(alpha - (b?.[at] ?? 0)) > 64) ?? [];
    expect(different.length / (size * size)).toBeGreaterThan(0.08);
  });

  test.each(['panel', 'light', 'dark'])('the four states of "%s" have four colours', (variant) => {
    const all = moods.map((mood) => [...solidColours(find(variant, mood, size)).keys()].sort().join(' '));
    expect(new Set(all).size).toBe(moods.length);
  });

  test.each(moods)('the template of %s is black and opacity only', (mood) => {
    const coloured = pixelsOf(find('template', mood, size)).filter(([red, green, blue]) => red || green || blue);
    expect(coloured).toEqual([]);
  });

  test.each(moods)('%s reads on light panels and on dark ones', (mood) => {
    const strongest = (variant: string, panel: string): readonly number[] =>
      [...solidColours(find(variant, mood, size))]
        .filter(([, count]) => count >= size / 4)
        .map(([key]) => contrast(key.split(',').map(Number), fromHex(panel)));
    // A rim and a glyph: on each panel one of them stands out, and they stand out against each other.
    for (const panel of [...lightPanels, ...darkPanels]) expect(Math.max(...strongest('panel', panel)), panel).toBeGreaterThan(7);
    for (const panel of darkPanels) expect(Math.min(...strongest('light', panel)), panel).toBeGreaterThan(contrastMin);
    for (const panel of lightPanels) expect(Math.min(...strongest('dark', panel)), panel).toBeGreaterThan(contrastMin);
  });
});

test.each([16, 22])('at %i px straight edges lie on pixels', (size) => {
  // Only slanted and round edges may be half covered.
  for (const mood of ['paused', 'fine']) {
    const half = pixelsOf(find('template', mood, size)).filter(([, , , alpha]) => (alpha ?? 0) > 0 && (alpha ?? 0) < 255);
    expect(half.length, mood).toBeLessThanOrEqual(mood === 'paused' ? 8 : 16);
  }
});

describe('what a system is given', () => {
  test.each([
    ['darwin', true, 'template', 16],
    ['win32', true, 'light', 16],
    ['win32', false, 'dark', 16],
    ['linux', true, 'panel', 22],
    ['linux', false, 'panel', 22],
  ] as const)('%s, dark %s: "%s" in %i px and the double', (platform, dark, variant, size) => {
    expect(iconVariant({ platform, dark })).toBe(variant);
    for (const mood of moods) {
      const given = trayPictures(mood, { platform, dark });
      expect(given.map((one) => [one.scaleFactor, one.size])).toEqual([
        [1, size],
        [2, 2 * size],
      ]);
      for (const one of given) {
        const bytes = Buffer.from(one.dataUrl.replace('data:image/png;base64,', ''), 'base64');
        expect(bytes.equals(find(variant, mood, one.size).png)).toBe(true);
      }
    }
  });

  test('a window has the picture of the app', () => {
    const committed = readFileSync(path.join(folder, 'window.png')).toString('base64');
    expect(windowPicture()).toBe(`data:image/png;base64,${committed}`);
  });
});
