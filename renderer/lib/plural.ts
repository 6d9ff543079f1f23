/** Counts with their word. */

/** `1 tool`, `12 tools`. */
export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
