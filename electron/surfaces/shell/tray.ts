/** The tray: icon, tooltip and menu of the newest view. */
import { Menu, type NativeImage, nativeImage, nativeTheme, Tray } from 'electron';
import { type TrayCommand, type TrayView, trayView } from '../../core/view/tray-view.ts';
import type { Engine } from '../../engine/engine.ts';
import { iconVariant, type Panel, trayPictures } from './tray-icon.ts';
import { trayMenu } from './tray-menu.ts';

/** Bursts of changes are joined; with the feed's own 25 ms this stays under a tenth of a second. */
const joinMs = 50;

export interface TrayFace {
  /** Registers anew: a tray that appears later does not notice icons that were there before. */
  show(): void;
  /**
   * Says that the app is ending and answers to nothing any more. The icon goes with the process: destroying it
   * while it is being registered with the panel crashes Chromium on its way out.
   */
  retire(): void;
}

/** Makes the tray icon of this engine; `run` carries out what was chosen in its menu. */
export function createTray(engine: Pick<Engine, 'view' | 'subscribe'>, run: (command: TrayCommand) => void): TrayFace {
  let tray: Tray | null = null;
  let shown: TrayView | null = null;
  let timer: NodeJS.Timeout | null = null;
  const icons = new Map<string, NativeImage>();

  function icon(mood: TrayView['mood']): NativeImage {
    const panel = currentPanel();
    const key = `${iconVariant(panel)} ${mood}`;
    const made = icons.get(key) ?? trayImage(mood, panel);
    icons.set(key, made);
    return made;
  }

  /** The panel may have become light or dark. */
  function redraw(): void {
    if (tray !== null && !tray.isDestroyed() && shown !== null) tray.setImage(icon(shown.mood));
  }

  function update(): void {
    timer = null;
    if (tray === null || tray.isDestroyed()) return;
    const next = trayView(engine.view());
    if (next.mood !== shown?.mood) tray.setImage(icon(next.mood));
    if (next.tooltip !== shown?.tooltip) tray.setToolTip(next.tooltip);
    // A menu that is replaced while it is open closes in some panels, so only a changed one is.
    if (shown === null || JSON.stringify(next.lines) !== JSON.stringify(shown.lines)) {
      tray.setContextMenu(Menu.buildFromTemplate(trayMenu(next.lines, run)));
    }
    shown = next;
  }

  function show(): void {
    tray?.destroy();
    shown = null;
    tray = new Tray(icon(engine.view().mood));
    tray.on('click', () => run({ kind: 'open', page: null }));
    update();
  }

  show();
  const unfollow = engine.subscribe(() => {
    timer ??= setTimeout(update, joinMs);
  });
  nativeTheme.on('updated', redraw);
  return {
    show,
    retire() {
      unfollow();
      nativeTheme.off('updated', redraw);
      if (timer) clearTimeout(timer);
      tray?.removeAllListeners();
      tray?.setToolTip('Tooltray: quitting');
      tray?.setContextMenu(Menu.buildFromTemplate([{ label: 'Quitting…', enabled: false }]));
    },
  };
}

/** The colour of the panel, where the system tells it: older runtimes know only the theme of windows. */
function currentPanel(): Panel {
  const { shouldUseDarkColorsForSystemIntegratedUI: dark } = nativeTheme as { readonly shouldUseDarkColorsForSystemIntegratedUI?: boolean };
  return { platform: process.platform, dark: dark ?? nativeTheme.shouldUseDarkColors };
}

/** One image with a picture for ordinary and one for dense screens. */
function trayImage(mood: TrayView['mood'], panel: Panel): NativeImage {
  const image = nativeImage.createEmpty();
  for (const { scaleFactor, size, dataUrl } of trayPictures(mood, panel)) {
    image.addRepresentation({ scaleFactor, width: size, height: size, dataURL: dataUrl });
  }
  image.setTemplateImage(iconVariant(panel) === 'template');
  return image;
}
