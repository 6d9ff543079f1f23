/** `node scripts/render-icons.mjs`: draws the committed PNGs of tray and app icon from their SVG sources; same sources, same bytes. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const folder = path.join(root, 'electron', 'surfaces', 'shell', 'icons');

export const moods = ['fine', 'working', 'attention', 'paused'];

/** Side in pixels, and the drawing on whose pixel grid it lies. */
const sizes = [
  { size: 16, grid: 16 },
  { size: 22, grid: 22 },
  { size: 32, grid: 16 },
  { size: 44, grid: 22 },
  { size: 64, grid: 16 },
];

const everyMood = (colour) => Object.fromEntries(moods.map((mood) => [mood, colour]));
/** On a light glyph each colour has 3:1 against a dark panel, on a dark one against a light panel. */
const bright = { fine: '#f5f7fa', working: '#5cb2ff', attention: '#ff8a3d', paused: '#aeb6c2' };
const deep = { fine: '#1a1d23', working: '#1a60c2', attention: '#c23b08', paused: '#6b7280' };

/** `rim`: a dark edge around a light glyph, for panels whose colour is not known (Linux). */
export const variants = {
  template: { tray: '#000000', marks: everyMood('#000000'), rim: null },
  panel: { tray: bright.fine, marks: bright, rim: '#14171d' },
  light: { tray: bright.fine, marks: bright, rim: null },
  dark: { tray: deep.fine, marks: deep, rim: null },
};

/** Width of the rim in pixels of the drawing's grid: as wide as the free edge around the glyph. */
const rimWidth = 1;

/** Sizes of the app icon: for packages, and for the window's own icon on Linux. */
const appSizes = [
  { name: 'icon.png', size: 512 },
  { name: 'window.png', size: 128 },
];

let engine = null;

/** The renderer; no fonts and no network are touched by it. */
async function resvg() {
  engine ??= (async () => {
    const { initWasm, Resvg } = require('@resvg/resvg-wasm');
    await initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
    return Resvg;
  })();
  return engine;
}

async function render(svg, width) {
  const Resvg = await resvg();
  const drawing = new Resvg(svg, { fitTo: { mode: 'width', value: width }, font: { loadSystemFonts: false } });
  const image = drawing.render();
  const made = { png: Buffer.from(image.asPng()), pixels: Buffer.from(image.pixels), width: image.width, height: image.height };
  image.free();
  drawing.free();
  return made;
}

/** Outlines of the two parts of a drawing. */
function outlines(mood, grid) {
  const text = readFileSync(path.join(folder, `${mood}-${grid}.svg`), 'utf8');
  const outline = (part) => {
    const found = new RegExp(`class="${part}"[^>]*\\sd="([^"]+)"`).exec(text);
    if (!found) throw new Error(`${mood}-${grid}.svg has no path of class "${part}"`);
    return found[1];
  };
  return { tray: outline('tray'), mark: outline('mark') };
}

/** One tray icon as SVG in the colours of a variant. */
export function traySvg(mood, variant, grid) {
  const { tray, mark } = outlines(mood, grid);
  const { tray: trayColour, marks, rim } = variants[variant];
  const edge = `stroke="${rim}" stroke-width="${2 * rimWidth}" stroke-linejoin="round"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${grid} ${grid}">`,
    rim ? `<path d="${tray} ${mark}" fill="${rim}" ${edge}/>` : '',
    `<path d="${tray}" fill="${trayColour}"/>`,
    `<path d="${mark}" fill="${marks[mood]}" fill-rule="evenodd"/>`,
    '</svg>',
  ].join('');
}

/** Every committed picture, freshly drawn: its file below the icon folder, its PNG and its pixels (RGBA, premultiplied). */
export async function renderIcons() {
  const made = [];
  for (const variant of Object.keys(variants)) {
    for (const mood of moods) {
      for (const { size, grid } of sizes) {
        const picture = await render(traySvg(mood, variant, grid), size);
        made.push({ file: `png/${variant}-${mood}-${size}.png`, variant, mood, size, ...picture });
      }
    }
  }
  return made;
}

/** The app icon in its sizes. */
export async function renderAppIcons() {
  const svg = readFileSync(path.join(folder, 'icon.svg'), 'utf8');
  return Promise.all(appSizes.map(async ({ name, size }) => ({ file: name, size, ...(await render(svg, size)) })));
}

/** Panels as they are found on desktops. */
const panels = { light: '#f2f2f2', dark: '#1d1f24' };
const cell = { width: 250, height: 150, margin: 12 };
const sheetSizes = [16, 22, 32];
const zoomTo = 128;

/** A picture enlarged without smoothing: one square for each pixel. */
function enlarged({ pixels, width, height }, left, top, side) {
  const unit = side / width;
  const squares = [];
  for (let at = 0; at < width * height; at += 1) {
    const alpha = pixels[at * 4 + 3];
    if (alpha === 0) continue;
    const [red, green, blue] = [...pixels.subarray(at * 4, at * 4 + 3)].map((value) => Math.round((value * 255) / alpha));
    const [x, y] = [left + (at % width) * unit, top + Math.floor(at / width) * unit];
    squares.push(
      `<rect x="${x}" y="${y}" width="${unit}" height="${unit}" fill="rgb(${red},${green},${blue})" fill-opacity="${alpha / 255}"/>`,
    );
  }
  return squares.join('');
}

/** What a desktop with this panel shows; the first is Linux, where one picture must do for both. */
const shown = { light: ['panel', 'dark'], dark: ['panel', 'light'] };

/** Writes one picture with all states, sizes and panels: each in its own size, and enlarged beside it. */
export async function writeTraySheet(file) {
  const icons = await renderIcons();
  const cells = [];
  const rows = Object.keys(panels).flatMap((panel) =>
    shown[panel].flatMap((variant) => sheetSizes.map((size) => ({ panel, variant, size }))),
  );
  for (const [row, { panel, variant, size }] of rows.entries()) {
    for (const [column, mood] of moods.entries()) {
      const icon = icons.find((one) => one.variant === variant && one.mood === mood && one.size === size);
      const [left, top] = [column * cell.width, row * cell.height];
      cells.push(
        `<rect x="${left}" y="${top}" width="${cell.width}" height="${cell.height}" fill="${panels[panel]}" shape-rendering="crispEdges"/>`,
        `<image x="${left + cell.margin * 2}" y="${top + Math.round((cell.height - size) / 2)}" width="${size}" height="${size}" href="data:image/png;base64,${icon.png.toString('base64')}"/>`,
        `<g shape-rendering="crispEdges">${enlarged(icon, left + cell.width - zoomTo - cell.margin, top + (cell.height - zoomTo) / 2, zoomTo)}</g>`,
      );
    }
  }
  const [width, height] = [moods.length * cell.width, rows.length * cell.height];
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${cells.join('')}</svg>`;
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  writeFileSync(file, (await render(sheet, width)).png);
}

async function writeIcons() {
  rmSync(path.join(folder, 'png'), { recursive: true, force: true });
  mkdirSync(path.join(folder, 'png'), { recursive: true });
  const pictures = [...(await renderIcons()), ...(await renderAppIcons())];
  for (const { file, png } of pictures) writeFileSync(path.join(folder, file), png);
  return pictures.length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [sheet] = process.argv.slice(2);
  if (sheet) await writeTraySheet(sheet);
  else console.log(`${await writeIcons()} pictures in ${path.relative(root, folder)}`);
}
