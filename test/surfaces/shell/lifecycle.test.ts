/** Quitting in order, zoom keys and menu labels, over a stand-in for Electron's app. */
import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isHidden, quitInOrder } from '../../../electron/surfaces/shell/lifecycle.ts';
import { trayMenu } from '../../../electron/surfaces/shell/tray-menu.ts';
import { nextLevel } from '../../../electron/surfaces/shell/zoom-keys.ts';
import { waitFor } from '../../helpers/wait-for.ts';

function fakeApp() {
  const events = new EventEmitter();
  const done: string[] = [];
  const app = Object.assign(events, { exit: (code: number) => done.push(`exit ${code}`) }) as unknown as App;
  const before = new Map(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => [signal, process.listeners(signal as NodeJS.Signals)]));
  onTestFinished(() => {
    for (const [signal, listeners] of before) {
      for (const added of process.listeners(signal as NodeJS.Signals)) {
        if (!listeners.includes(added)) process.off(signal, added);
      }
    }
  });
  return { app, events, done };
}

describe('quitting', () => {
  test('takes the faces down, then ends the servers, then exits; once', async () => {
    const { app, events, done } = fakeApp();
    const quit = quitInOrder(app, { detach: () => void done.push('detach'), close: async () => void done.push('close') });
    let prevented = 0;
    quit();
    quit();
    events.emit('before-quit', { preventDefault: () => (prevented += 1) });
    await waitFor(() => done.length === 3);
    expect(done).toEqual(['detach', 'close', 'exit 0']);
    expect(prevented).toBe(1);
  });

  test('a face that cannot be taken down does not keep the servers running', async () => {
    const { app, done } = fakeApp();
    const detach = () => {
      throw new Error('bug');
    };
    quitInOrder(app, { detach, close: async () => void done.push('close') })();
    await waitFor(() => done.length === 2);
    expect(done).toEqual(['close', 'exit 1']);
  });

  test('closing the last window quits nothing', () => {
    const { app, events, done } = fakeApp();
    quitInOrder(app, { detach: () => {}, close: async () => {} });
    expect(events.emit('window-all-closed')).toBe(true);
    expect(done).toEqual([]);
  });
});

test('the switch for starting in the tray is found among others', () => {
  expect(isHidden(['electron', '.', '--hidden'])).toBe(true);
  expect(isHidden(['electron', '.', '--hidden-tools'])).toBe(false);
});

test('an ampersand in a name is kept in the menu', () => {
  expect(trayMenu([{ kind: 'text', label: 'a & b' }], () => {})).toEqual([{ label: 'a && b', enabled: false }]);
});

test('zoom has a smallest and a biggest level and a way back', () => {
  expect([nextLevel('+', 0), nextLevel('=', 6), nextLevel('-', -4), nextLevel('0', 3), nextLevel('x', 0)]).toEqual([0.5, 6, -4, 0, null]);
});
