/** Every colour that words have is readable on every ground that words stand on, in light and dark. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { theme } from '../../renderer/theme.ts';

const css = readFileSync(path.resolve(import.meta.dirname, '../../renderer/ui/tokens.css'), 'utf8');
/** WCAG 2, level AA, ordinary text. */
const least = 4.5;

function tokensOf(selector: string): ReadonlyMap<string, string> {
  const from = css.indexOf(`${selector} {`);
  const block = css.slice(from, css.indexOf('}', from));
  return new Map([...block.matchAll(/--(tt-[\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const tones = ['green', 'blue', 'amber', 'red', 'violet', 'grey'];
const words = ['text', 'dim', 'accent', ...tones];
const grounds = ['bg', 'sunken', 'raised', 'hover', 'red-soft', 'violet-soft', 'amber-soft', 'green-soft'];

describe.each([
  ['light', ':root'],
  ['dark', ":root[data-mantine-color-scheme='dark']"],
])('contrast in %s', (_name, selector) => {
  const tokens = tokensOf(selector);
  const colour = (name: string): string => {
    const found = tokens.get(`tt-${name}`);
    if (found === undefined) throw new Error(`there is no --tt-${name} for ${selector}`);
    return found;
  };

  test.each(words)('%s is readable on every ground', (word) => {
    const poor = grounds.filter((ground) => contrast(colour(word), colour(ground)) < least);
    expect(poor).toEqual([]);
  });

  test('what is chosen, old or new stays readable', () => {
    expect(contrast(colour('accent'), colour('accent-soft'))).toBeGreaterThan(least);
    for (const ground of ['old', 'new']) expect(contrast(colour('text'), colour(ground))).toBeGreaterThan(least);
  });
});

test.each(['accent', 'red'])('white is readable on a filled %s button, in light and dark', (name) => {
  const shades = theme.colors?.[name] ?? [];
  for (const shade of [6, 7]) expect(contrast('#ffffff', shades[shade] ?? '#ffffff')).toBeGreaterThan(least);
});
