/** The tray icon as pixels. */
import { describe, expect, test } from 'vitest';
import { drawTrayIcon } from '../../../electron/surfaces/shell/tray-icon.ts';

const moods = ['fine', 'working', 'attention', 'paused'] as const;
const sizes = [16, 22, 32, 44] as const;
const pairs = moods.flatMap((one, index) => moods.slice(index + 1).map((other) => [one, other] as const));

describe.each(sizes)('at %i px', (size) => {
  test.each(pairs)('%s and %s differ in shape alone', (one, other) => {
    const [a, b] = [drawTrayIcon(one, size, true), drawTrayIcon(other, size, true)];
    const different = Array.from({ length: size * size }, (_, pixel) => Math.abs((a[pixel * 4 + 3] ?? 0) - (b[pixel * 4 + 3] ?? 0)) > 64);
    expect(different.filter(Boolean).length / (size * size)).toBeGreaterThan(0.05);
  });

  test.each(moods)('%s has a light glyph inside a dark rim, so it reads on any panel', (mood) => {
    const pixels = drawTrayIcon(mood, size);
    const opaque = Array.from({ length: size * size }, (_, pixel) => pixel * 4).filter((at) => (pixels[at + 3] ?? 0) > 200);
    const brightness = opaque.map((at) => Math.max(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0));
    expect(brightness.filter((value) => value > 170).length).toBeGreaterThan(size);
    expect(brightness.filter((value) => value < 90).length).toBeGreaterThan(size / 2);
  });

  test.each(moods)('%s is premultiplied: no colour is stronger than its opacity', (mood) => {
    const pixels = drawTrayIcon(mood, size);
    const wrong = Array.from({ length: size * size }, (_, pixel) => pixel * 4).filter((at) =>
      [0, 1, 2].some((channel) => (pixels[at + channel] ?? 0) > (pixels[at + 3] ?? 0)),
    );
    expect(wrong).toEqual([]);
  });
});

test('the four states have four colours', () => {
  const strongest = (mood: (typeof moods)[number]) => {
    const pixels = drawTrayIcon(mood, 32);
    // Middle of the mark, where every state is filled.
    const at = (6 * 32 + 12) * 4;
    return [...pixels.subarray(at, at + 3)].join();
  };
  expect(new Set(moods.map(strongest)).size).toBe(4);
});
