/** Pictures of the app for panels and windows, drawn by `scripts/render-icons.mjs` and carried inside the bundle. */
import type { AppView } from '../../contract/app-view.ts';

export type Mood = AppView['mood'];
/** Black for a menu bar that colours it itself; a light glyph with a dark rim for any panel; light or dark alone. */
export type IconVariant = 'template' | 'panel' | 'light' | 'dark';

/** PNG as data address, by file. */
const pictures = import.meta.glob<string>('./icons/png/*-{16,22,32,44}.png', { eager: true, query: '?inline', import: 'default' });
const windowPictures = import.meta.glob<string>('./icons/window.png', { eager: true, query: '?inline', import: 'default' });

export interface IconPicture {
  readonly scaleFactor: number;
  /** Side in pixels. */
  readonly size: number;
  readonly dataUrl: string;
}

/** What a system's panel asks of the icon. */
export interface Panel {
  readonly platform: NodeJS.Platform;
  /** The panel is dark; only asked for where the system says so. */
  readonly dark: boolean;
}

/** Which drawing reads on this panel. Linux does not tell the colour of its panel. */
export function iconVariant({ platform, dark }: Panel): IconVariant {
  if (platform === 'darwin') return 'template';
  if (platform !== 'win32') return 'panel';
  return dark ? 'light' : 'dark';
}

/** Linux panels show 22 px, Windows and macOS 16; each asks for the double on dense screens. */
const sideOf = (platform: NodeJS.Platform): number => (platform === 'linux' ? 22 : 16);

/** The icon of a mood, for ordinary and for dense screens. */
export function trayPictures(mood: Mood, panel: Panel): readonly IconPicture[] {
  const variant = iconVariant(panel);
  return [1, 2].map((scaleFactor) => {
    const size = sideOf(panel.platform) * scaleFactor;
    return { scaleFactor, size, dataUrl: pictures[`./icons/png/${variant}-${mood}-${size}.png`] ?? '' };
  });
}

/** The app's own picture, for systems that take a window's icon from the window. */
export const windowPicture = (): string => Object.values(windowPictures)[0] ?? '';
