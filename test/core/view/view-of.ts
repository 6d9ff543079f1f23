/** A view of a state made of events, for tables. */
import { AppView } from '../../../electron/contract/app-view.ts';
import type { Event } from '../../../electron/core/model/event.ts';
import type { State } from '../../../electron/core/model/state.ts';
import { appView, type ViewFrame } from '../../../electron/core/view/app-view.ts';
import type { Surround } from '../../../electron/core/view/server-view.ts';
import { advance, pretendWorld, send, type World, type WorldOptions } from '../../helpers/pretend-world.ts';

export const surround: Surround = {
  clientLabel: (client) => `The ${client}`,
  isEditable: (client) => client === 'tooltray',
  trustOf: () => 'ask',
  resting: false,
};

export const frame: ViewFrame = {
  version: '1.2.3',
  home: '/home/ada/.tooltray',
  welcomed: true,
  watcher: { state: 'watching', problem: null },
  reload: { last_at: null, cause: null, result: null, error: null },
  refresh: { async: true, interval_ms: 300_000, next_at: null },
  flags: { smartSync: { value: true, source: 'default' } },
  theme: 'system',
  launchAtLogin: false,
  historyNumber: 0,
  lastError: null,
};

/** The view, proven to have the shape that every face relies on. */
export const viewOf = (state: State): AppView => AppView.parse(appView(state, frame, surround));

/** A world in which the events have happened and a second has passed. */
export function worldAfter(list: readonly Event[], options: WorldOptions = {}): World {
  const world = pretendWorld(options);
  for (const event of list) send(world, event);
  advance(world, 1_000);
  return world;
}
