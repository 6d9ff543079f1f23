/** The remembered window place, and a page that dies or hangs. */
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { recoverPage } from '../../../electron/surfaces/shell/page-recovery.ts';
import { firstPlace, parsePlace, reachableBounds } from '../../../electron/surfaces/shell/window-place.ts';

describe('the file', () => {
  const bounds = { x: 10, y: 20, width: 900, height: 600 };
  test.each([
    [
      { bounds, maximised: true, zoomLevel: 1.5 },
      { bounds, maximised: true, zoomLevel: 1.5 },
    ],
    [{}, firstPlace],
    [{ bounds: null, maximised: 'yes', zoomLevel: 'big' }, firstPlace],
    [{ bounds: { ...bounds, width: 0 } }, firstPlace],
    [{ bounds: { ...bounds, x: 1e9 } }, firstPlace],
    [{ bounds: { ...bounds, y: 0.5 } }, firstPlace],
    [{ bounds: [1, 2, 3, 4] }, firstPlace],
    [{ zoomLevel: 99 }, { ...firstPlace, zoomLevel: 6 }],
    [{ zoomLevel: Number.NaN }, firstPlace],
  ])('%j is used as %j', (content, place) => {
    expect(parsePlace(content)).toEqual(place);
  });
});

describe('a place on the screens', () => {
  const screen = { x: 0, y: 24, width: 1920, height: 1056 };
  const second = { x: -1280, y: 0, width: 1280, height: 1024 };
  const size = { width: 1180, height: 760 };
  test.each([
    ['in the middle', { x: 300, y: 100, ...size }, true],
    ['on the second screen', { x: -1200, y: 50, ...size }, true],
    ['half out at the right', { x: 1700, y: 100, ...size }, true],
    ['out at the right', { x: 1900, y: 100, ...size }, false],
    ['title bar above the screen', { x: 300, y: -300, ...size }, false],
    ['title bar below the screen', { x: 300, y: 1070, ...size }, false],
    ['on a screen that is gone', { x: 4_000, y: 100, ...size }, false],
  ])('%s', (_what, bounds, isKept) => {
    expect(reachableBounds(bounds, [screen, second])).toEqual(isKept ? bounds : size);
  });

  test('a window bigger than every screen is made to fit', () => {
    expect(reachableBounds({ x: 9_000, y: 0, width: 5_000, height: 3_000 }, [screen])).toEqual({ width: 1920, height: 1056 });
  });
});

describe('F67 a page that dies', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function watched() {
    const contents = Object.assign(new EventEmitter(), { forcefullyCrashRenderer: () => done.push('ended') });
    const window = Object.assign(new EventEmitter(), { webContents: contents, isDestroyed: () => destroyed });
    const done: string[] = [];
    let destroyed = false;
    let now = 0;
    const giveUp = () => {
      destroyed = true;
      done.push('closed');
    };
    const options = {
      reload: () => done.push('loaded'),
      giveUp,
      log: (message: string) => done.push(message.split(' ')[0] ?? ''),
      nowMs: () => now,
    };
    recoverPage(window as never, [], { ...options, reload: () => void options.reload() });
    const crash = (reason = 'crashed', afterMs = 0) => {
      now += afterMs;
      contents.emit('render-process-gone', {}, { reason, exitCode: 1 });
    };
    return { window, done, crash };
  }

  test('is loaded again, twice a minute as often as it likes, and left closed at the third time', () => {
    const { done, crash } = watched();
    for (let minute = 0; minute < 5; minute += 1) {
      crash('crashed', 60_000);
      crash('oom', 1_000);
    }
    expect(done.filter((one) => one === 'loaded')).toHaveLength(10);
    crash('crashed', 1_000);
    crash('crashed', 1_000);
    expect(done.filter((one) => one === 'loaded')).toHaveLength(10);
    expect(done.filter((one) => one === 'closed')).toHaveLength(1);
  });

  test('in order, it is not loaded again', () => {
    const { done, crash } = watched();
    crash('clean-exit');
    expect(done).toEqual([]);
  });

  test('one that hangs is ended after a time; one that answers again is not', () => {
    const { window, done } = watched();
    window.emit('unresponsive');
    vi.advanceTimersByTime(9_000);
    window.emit('responsive');
    vi.advanceTimersByTime(60_000);
    expect(done).toEqual([]);
    window.emit('unresponsive');
    window.emit('unresponsive');
    vi.advanceTimersByTime(10_000);
    expect(done.filter((one) => one === 'ended')).toHaveLength(1);
  });
});
