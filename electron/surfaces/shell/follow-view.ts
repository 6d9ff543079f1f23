/** Keeps a panel at the newest view: bursts are joined, and only what differs is set. */
import { type TrayLine, type TrayView, trayView } from '../../core/view/tray-view.ts';
import type { Engine } from '../../engine/engine.ts';

/** Bursts of changes are joined; with the feed’s own 25 ms and what the panel takes this stays well under a tenth of a second. */
const joinMs = 20;

export interface PanelItem {
  setMood(mood: TrayView['mood']): void;
  setTooltip(tooltip: string): void;
  setLines(lines: readonly TrayLine[]): void;
}

export interface ViewFollower {
  /** Sets everything at once: the item was made anew. */
  showAll(): void;
  end(): void;
}

/** Follows the engine from now on; `showAll` gives the item its first content. */
export function followView(engine: Pick<Engine, 'view' | 'subscribe'>, item: PanelItem): ViewFollower {
  let shown: TrayView | null = null;
  let timer: NodeJS.Timeout | null = null;

  function update(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const next = trayView(engine.view());
    const before = shown;
    shown = next;
    if (next.mood !== before?.mood) item.setMood(next.mood);
    if (next.tooltip !== before?.tooltip) item.setTooltip(next.tooltip);
    // A menu that is replaced while it is open closes in some panels, so only a changed one is.
    if (JSON.stringify(next.lines) !== JSON.stringify(before?.lines)) item.setLines(next.lines);
  }

  const unfollow = engine.subscribe(() => {
    timer ??= setTimeout(update, joinMs);
  });
  return {
    showAll() {
      shown = null;
      update();
    },
    end() {
      unfollow();
      if (timer) clearTimeout(timer);
    },
  };
}
