/** Numbers of the settings as people write them: whole numbers within the bounds of the schema, durations with a unit in words. */
import { Settings } from '../../../electron/contract/settings.ts';
import { plural } from '../../lib/plural.ts';

export type NumberName = 'debounceMs' | 'refreshIntervalMs' | 'parallel' | 'idleStopMs' | 'port';

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** The bounds of a setting, from its schema. */
export function boundsOf(name: NumberName): Bounds {
  const { minValue, maxValue } = Settings.shape[name].unwrap();
  return { min: minValue ?? 0, max: maxValue ?? Number.MAX_SAFE_INTEGER };
}

export const units = ['milliseconds', 'seconds', 'minutes', 'hours'] as const;
export type Unit = (typeof units)[number];

export const unitMs: Readonly<Record<Unit, number>> = { milliseconds: 1, seconds: 1_000, minutes: 60_000, hours: 3_600_000 };

export interface DurationParts {
  readonly count: number;
  readonly unit: Unit;
}

/** The largest unit that leaves a whole number: 300000 is 5 minutes, 90000 is 90 seconds. */
export function durationParts(ms: number): DurationParts {
  const unit = ms === 0 ? 'milliseconds' : ([...units].reverse().find((one) => ms % unitMs[one] === 0) ?? 'milliseconds');
  return { count: ms / unitMs[unit], unit };
}

/** "5 minutes", "1 second". */
export function durationWords(ms: number): string {
  const { count, unit } = durationParts(ms);
  return plural(count, unit.slice(0, -1));
}

export type NumberReading = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly complaint: string };

/** Digits and nothing else: what looks like a number to a program (1e3, 0x10) surprises a person. */
const whole = /^\d{1,15}$/;

/** A typed number, checked against bounds; the complaint names them. `inWords` spells a bound. */
export function readNumber(text: string, bounds: Bounds, factor = 1, inWords: (value: number) => string = String): NumberReading {
  const typed = text.trim();
  const range = `between ${inWords(bounds.min)} and ${inWords(bounds.max)}`;
  if (!whole.test(typed)) return { ok: false, complaint: `Enter a whole number, ${range}.` };
  const value = Number(typed) * factor;
  return value < bounds.min || value > bounds.max ? { ok: false, complaint: `It has to be ${range}.` } : { ok: true, value };
}
