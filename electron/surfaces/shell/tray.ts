/** The tray: icon, tooltip and menu of the newest view. */
import { Menu, type NativeImage, nativeImage, nativeTheme, Tray } from 'electron';
import type { TrayCommand, TrayView } from '../../core/view/tray-view.ts';
import type { Engine } from '../../engine/engine.ts';
import { followView } from './follow-view.ts';
import { iconVariant, type Panel, trayPictures } from './tray-icon.ts';
import { trayMenu } from './tray-menu.ts';

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
  const icons = new Map<string, NativeImage>();

  function icon(mood: TrayView['mood']): NativeImage {
    const panel = currentPanel();
    const key = `${iconVariant(panel)} ${mood}`;
    const made = icons.get(key) ?? trayImage(mood, panel);
    icons.set(key, made);
    return made;
  }

  const living = (): Tray | null => (tray === null || tray.isDestroyed() ? null : tray);
  const follower = followView(engine, {
    setMood: (mood) => living()?.setImage(icon(mood)),
    setTooltip: (tooltip) => living()?.setToolTip(tooltip),
    setLines: (lines) => living()?.setContextMenu(Menu.buildFromTemplate(trayMenu(lines, run))),
  });

  function show(): void {
    living()?.destroy();
    tray = new Tray(icon(engine.view().mood));
    tray.on('click', () => run({ kind: 'open', page: null }));
    follower.showAll();
  }

  /** The panel may have become light or dark. */
  const redraw = (): void => living()?.setImage(icon(engine.view().mood));

  show();
  nativeTheme.on('updated', redraw);
  return {
    show,
    retire() {
      follower.end();
      nativeTheme.off('updated', redraw);
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
