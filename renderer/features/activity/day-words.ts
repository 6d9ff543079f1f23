/** Days and times of day for the timeline, in the time zone of the person. */

const dayMs = 86_400_000;

/** Words are English everywhere in the window, so the day's name is too; the clock runs to 24. */
const locale = 'en-GB';

/** Formats are slow to make, and every line needs one. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, options: Intl.DateTimeFormatOptions, timeZone: string | undefined): Intl.DateTimeFormat {
  const key = `${name} ${timeZone ?? ''}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, timeZone === undefined ? options : { ...options, timeZone });
  formats.set(key, made);
  return made;
}

/** `2026-11-24`, as the calendar on this person's wall has it; without a zone, that of the machine. */
export function dayOf(time: number, timeZone?: string): string {
  const parts = format('day', { year: 'numeric', month: '2-digit', day: '2-digit' }, timeZone).formatToParts(time);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** Midday of a calendar day, far from every change of the clock. */
const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** `Today`, `Yesterday`, `Saturday 21 November`; with the year when it is another one. */
export function dayTitle(time: number, now: number, timeZone?: string): string {
  const day = dayOf(time, timeZone);
  const today = dayOf(now, timeZone);
  if (day === today) return 'Today';
  if (noonOf(today) - noonOf(day) === dayMs) return 'Yesterday';
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
  const name = year.year === undefined ? 'title' : 'title-year';
  return format(name, { weekday: 'long', day: 'numeric', month: 'long', ...year }, timeZone)
    .format(time)
    .replace(',', '');
}

/** `14:05`. */
export const timeOfDay = (time: number, timeZone?: string): string =>
  format('time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, timeZone).format(time);

/** `Tue 24 Nov 2026, 14:05:09`, for hovering. */
export const exactMoment = (time: number, timeZone?: string): string =>
  format(
    'exact',
    {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    },
    timeZone,
  ).format(time);
