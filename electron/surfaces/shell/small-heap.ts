/** Keeps the main process small: it waits most of its life, so room for quick allocation is worth less than what it takes. */
import { setFlagsFromString } from 'node:v8';

/**
 * Young objects get their first space and no more. V8 would grow it to 16 MB while the app starts, and a process that then
 * waits does not give it back. Call before anything is loaded that allocates.
 */
export function keepHeapSmall(setFlags: (flags: string) => void = setFlagsFromString): void {
  setFlags('--semi-space-growth-factor=1');
}
