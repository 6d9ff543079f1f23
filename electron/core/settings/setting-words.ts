/** What differs between two sets of settings, in the words of the page Settings: a line each. */
import type { Settings, SourceSetting } from '../../contract/settings.ts';
import { profileOf } from '../configs/clients/all-clients.ts';
import { diffByKey } from '../lib/diff-by-key.ts';
import type { localSettings } from './export-settings.ts';

type Single = Exclude<keyof Settings, 'version' | 'sources' | (typeof localSettings)[number]>;

const onOff = (value: unknown): string => (value === true ? 'on' : 'off');
const plain = (value: unknown): string => String(value);

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** Exact, in the biggest unit that divides it. */
function duration(value: unknown): string {
  const ms = Number(value);
  const [unit, name] = (
    [
      [hourMs, 'h'],
      [minuteMs, 'min'],
      [secondMs, 's'],
    ] as const
  ).find(([length]) => ms % length === 0 && ms > 0) ?? [1, 'ms'];
  return `${ms / unit} ${name}`;
}

const trustWords = (value: unknown): string =>
  value === 'always' ? 'always (new and changed servers run without being asked about)' : 'ask';

const words: { readonly [Name in Single]: readonly [label: string, say: (value: unknown) => string] } = {
  trust: ['Trust', trustWords],
  smartSync: ['Smart sync', onOff],
  debounceMs: ['Quiet time after file changes', duration],
  refreshIntervalMs: ['Refresh interval', duration],
  parallel: ['Starts at once', plain],
  keepAlive: ['Keep servers running', onOff],
  idleStopMs: ['Stop when idle for', duration],
  port: ['Port (from the next start on)', plain],
  notifications: ['Notifications', onOff],
  theme: ['Theme', plain],
  launchAtLogin: ['Launch at login', onOff],
};

/** Lines for everything that differs; empty when nothing does. */
export function settingChanges(before: Settings, after: Settings): readonly string[] {
  const names = Object.keys(words) as Single[];
  const single = names
    .filter((name) => before[name] !== after[name])
    .map((name) => {
      const [label, say] = words[name];
      return `${label}: ${say(before[name])} → ${say(after[name])}`;
    });
  return [...single, ...sourceChanges(before.sources, after.sources)];
}

function sourceChanges(before: readonly SourceSetting[], after: readonly SourceSetting[]): readonly string[] {
  const byPath = (sources: readonly SourceSetting[]) => new Map(sources.map((source) => [source.path, source]));
  const label = (source: SourceSetting) => profileOf(source.client).label;
  const { added, removed, updated } = diffByKey(
    byPath(before),
    byPath(after),
    (old, now) => old.client === now.client && old.trust === now.trust,
  );
  const kept = (sources: readonly SourceSetting[], others: readonly SourceSetting[]) =>
    sources.map((source) => source.path).filter((path) => others.some((other) => other.path === path));
  const reordered = kept(before, after).join('\n') !== kept(after, before).join('\n');
  return [
    ...added.map(
      ([path, source]) => `Watch ${path} (${label(source)})${source.trust === 'always' ? `; trust: ${trustWords('always')}` : ''}`,
    ),
    ...removed.map(([path]) => `Stop watching ${path}`),
    ...updated.flatMap(([path, old, now]) => [
      ...(old.client === now.client ? [] : [`Read ${path} as a file of ${label(now)}`]),
      ...(old.trust === now.trust ? [] : [`Trust of ${path}: ${trustWords(old.trust)} → ${trustWords(now.trust)}`]),
    ]),
    ...(reordered ? ['Another order of the watched files'] : []),
  ];
}
