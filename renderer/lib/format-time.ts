/** Times for people: how long ago, how long it took. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `just now`, `40 s ago`, `2 min ago`, `1 h ago`, `3 d ago`; `never` for null. Milliseconds since 1970. */
export function ago(time: number | null, now: number): string {
  if (time === null) return 'never';
  const age = Math.max(0, now - time);
  if (age < 5_000) return 'just now';
  if (age < minute) return `${Math.floor(age / 5_000) * 5} s ago`;
  if (age < hour) return `${Math.floor(age / minute)} min ago`;
  return age < day ? `${Math.floor(age / hour)} h ago` : `${Math.floor(age / day)} d ago`;
}

/** `in 8 s`, `in 2 min`; `now` once it is due. */
export function until(time: number, now: number): string {
  const left = time - now;
  if (left <= 0) return 'now';
  return left < minute ? `in ${Math.ceil(left / 1_000)} s` : `in ${Math.ceil(left / minute)} min`;
}

/** `1.2 s`, `340 ms`. */
export const duration = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);

/** The exact time, for hovering. */
export const exactTime = (time: number): string => new Date(time).toLocaleString();
