/** How changes of the view reach a panel; the clock is moved by hand. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AppView } from '../../../electron/contract/app-view.ts';
import { followView } from '../../../electron/surfaces/shell/follow-view.ts';
import { sampleServer, sampleView } from '../../helpers/sample-view.ts';
import { createStubEngine } from '../../helpers/stub-engine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What the engine takes at most before it sends a change, taken off the tenth of a second that is allowed. */
const feedMs = 25;
const allowedMs = 100 - feedMs;

function followed() {
  const engine = createStubEngine();
  const set: string[] = [];
  const follower = followView(engine, {
    setMood: (mood) => set.push(`mood ${mood}`),
    setTooltip: (tooltip) => set.push(tooltip),
    setLines: (lines) => set.push(`${lines.length} lines`),
  });
  follower.showAll();
  const change = (next: Partial<AppView>) => engine.show(sampleView(next));
  /** What was set since it was asked last. */
  const since = () => set.splice(0);
  return { engine, follower, change, since };
}

const servers = (count: number) => Array.from({ length: count }, (_, index) => sampleServer(`s${index}`, { tools: 1 }));

test('the first content is there at once', () => {
  expect(followed().since()).toEqual(['mood fine', 'Tooltray: 1 of 1 servers synced, 12 tools', '7 lines']);
});

test('K-05 a change is shown within a tenth of a second, and only what differs is set', () => {
  const { change, since } = followed();
  since();
  change({ mood: 'working' });
  vi.advanceTimersByTime(allowedMs);
  expect(since()).toEqual(['mood working']);
  change({ mood: 'working', version: '9.9.9' });
  vi.advanceTimersByTime(allowedMs);
  expect(since()).toEqual([]);
});

test('K-05 a burst is joined, is not put off without end, and its last state is what stays', () => {
  const { change, since } = followed();
  since();
  for (let count = 1; count <= 200; count += 1) {
    change({ servers: servers(count) });
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(allowedMs);
  const tooltips = since().filter((one) => one.startsWith('Tooltray'));
  expect(tooltips.length).toBeGreaterThan(2);
  expect(tooltips.length).toBeLessThanOrEqual(200 / 20 + 1);
  expect(tooltips.at(-1)).toBe('Tooltray: 200 of 200 servers synced, 200 tools');
});

test('an item that was made anew gets everything again', () => {
  const { follower, since } = followed();
  since();
  follower.showAll();
  expect(since()).toHaveLength(3);
});

test('after its end nothing is set, not even what was planned', () => {
  const { engine, follower, change, since } = followed();
  since();
  change({ mood: 'attention' });
  follower.end();
  vi.advanceTimersByTime(1_000);
  expect(since()).toEqual([]);
  expect(engine.listeners).toBe(0);
});
