/** What a reading of a source changes: only a file that is really gone takes its servers away. */
import type { SourceId } from '../../contract/ids.ts';
import type { Event } from '../model/event.ts';
import type { Source } from '../model/source.ts';
import type { State } from '../model/state.ts';

type SourceEvent = Extract<Event, { kind: `source.${string}` }>;

/** The state after one source event; a source that is not named is ignored. */
export function reduceSource(state: State, event: SourceEvent): State {
  if (event.kind === 'source.named') return named(state, event);
  const source = state.sources.get(event.source);
  if (!source) return state;
  switch (event.kind) {
    case 'source.read':
      return forgetRemembered(put(state, { ...source, presence: 'good', reading: event.reading, problem: null }), source.id);
    case 'source.unreadable':
      // Unreadable is not empty: the last good servers stay.
      return put(state, { ...source, problem: event.problem });
    case 'source.gone':
      return forgetRemembered(put(state, { ...source, presence: 'absent', reading: null, problem: null }), source.id);
    case 'source.touched':
      return source.reading ? put(state, { ...source, reading: { ...source.reading, stat: event.stat }, problem: null }) : state;
  }
}

function named(state: State, event: Extract<Event, { kind: 'source.named' }>): State {
  const sources = new Map<SourceId, Source>();
  for (const { id, client, rank } of event.sources) {
    const before = state.sources.get(id);
    sources.set(id, before ? { ...before, client, rank } : { id, client, rank, presence: 'unread', reading: null, problem: null });
  }
  const remembered = new Map([...state.remembered].filter(([, server]) => sources.has(server.source)));
  return { ...state, sources, remembered };
}

function put(state: State, source: Source): State {
  return { ...state, sources: new Map(state.sources).set(source.id, source) };
}

function forgetRemembered(state: State, source: SourceId): State {
  const remembered = new Map([...state.remembered].filter(([, server]) => server.source !== source));
  return remembered.size === state.remembered.size ? state : { ...state, remembered };
}
