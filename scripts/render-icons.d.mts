/** Types of what `render-icons.mjs` gives to tests and other scripts. */
export declare const moods: readonly ['fine', 'working', 'attention', 'paused'];

interface Picture {
  /** Below the icon folder. */
  readonly file: string;
  readonly size: number;
  readonly png: Buffer;
  /** RGBA, premultiplied. */
  readonly pixels: Buffer;
  readonly width: number;
  readonly height: number;
}

export type AppPicture = Picture;

export interface IconDrawing extends Picture {
  readonly variant: 'template' | 'panel' | 'light' | 'dark';
  readonly mood: (typeof moods)[number];
}

export declare function renderIcons(): Promise<readonly IconDrawing[]>;
export declare function renderAppIcons(): Promise<readonly AppPicture[]>;
/** Writes one PNG with all states, sizes and panels. */
export declare function writeTraySheet(file: string): Promise<void>;
