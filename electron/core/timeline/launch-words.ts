/** In plain words what differs between two launches, without any value that could be a secret. */
import type { PlainLaunch } from '../model/plain-launch.ts';
import { boundedText } from './bounds.ts';

/** More would be a listing, which the approval shows better. */
const changesMax = 6;
/** Arguments named one by one; more are only counted. */
const argumentsMax = 6;

/** What differs, field by field; never empty, since the caller knows that something does. */
export function launchWords(before: PlainLaunch, after: PlainLaunch): string[] {
  const changes = [
    ...textChange('transport', before.kind, after.kind),
    ...textChange('command', before.command, after.command),
    ...argumentChanges(before.args, after.args),
    ...textChange('address', before.address, after.address),
    ...textChange('working folder', before.cwd, after.cwd),
    ...textChange('environment file', before.envFile, after.envFile),
    ...valueChanges(before.fingerprints, after.fingerprints),
  ];
  const words = changes.length === 0 ? hiddenChanges(before.fingerprints, after.fingerprints) : changes;
  const cut = words.length > changesMax ? [...words.slice(0, changesMax - 1), `${words.length - changesMax + 1} more changes`] : words;
  return cut.map((word) => boundedText(word));
}

function textChange(label: string, before: string | null, after: string | null): string[] {
  if (before === after) return [];
  if (before === null) return [`${label} added: ${after}`];
  return [after === null ? `${label} removed: ${before}` : `${label} changed: ${before} → ${after}`];
}

function argumentChanges(before: readonly string[], after: readonly string[]): string[] {
  const removed = onlyIn(before, after);
  const added = onlyIn(after, before);
  if (removed.length === 0 && added.length === 0)
    return before.every((arg, at) => arg === after[at]) ? [] : ['order of the arguments changed'];
  if (removed.length > argumentsMax || added.length > argumentsMax)
    return [`arguments changed: ${removed.length} removed, ${added.length} added`];
  if (removed.length === 0) return [`arguments added: ${added.join(' ')}`];
  if (added.length === 0) return [`arguments removed: ${removed.join(' ')}`];
  return [`arguments changed: ${removed.join(' ')} → ${added.join(' ')}`];
}

/** What `other` does not have as often. */
function onlyIn(from: readonly string[], other: readonly string[]): readonly string[] {
  const left = [...other];
  return from.filter((value) => {
    const found = left.indexOf(value);
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  });
}

type Fingerprints = PlainLaunch['fingerprints'];

const valueLabels: readonly (readonly [prefix: string, label: string])[] = [
  ['env:', 'variable'],
  ['header:', 'header'],
  ['file:', 'file'],
];

function valueChanges(before: Fingerprints, after: Fingerprints): string[] {
  return valueLabels.flatMap(([prefix, label]) =>
    changedKeys(before, after)
      .filter((key) => key.startsWith(prefix))
      .map((key) => {
        const name = `${label} ${key.slice(prefix.length)}`;
        if (before[key] === undefined) return `${name} added`;
        return after[key] === undefined ? `${name} removed` : `content of ${name} changed`;
      }),
  );
}

/** All that is shown is the same, so what differs is left out here or stands behind a variable. */
function hiddenChanges(before: Fingerprints, after: Fingerprints): string[] {
  const places = new Set(changedKeys(before, after).map((key) => hiddenPlaces[key.split(':')[0] ?? ''] ?? 'the launch'));
  return places.size === 0 ? ['a value behind a variable changed'] : [...places].map((place) => `a value in ${place} changed`);
}

const hiddenPlaces: Readonly<Record<string, string>> = {
  arg: 'the arguments',
  command: 'the command',
  cwd: 'the working folder',
  url: 'the address',
};

const changedKeys = (before: Fingerprints, after: Fingerprints): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => before[key] !== after[key]);
