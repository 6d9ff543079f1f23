/** `api.json`: tells other processes of this person where the running engine listens. */
import { readFileSync, rmSync } from 'node:fs';
import nodePath from 'node:path';
import { writePrivateFile } from './tokens.ts';

export interface ApiFile {
  readonly port: number;
  readonly pid: number;
  /** ISO 8601. */
  readonly startedAt: string;
}

export const apiFilePath = (home: string): string => nodePath.join(home, 'api.json');

/** Writes the file as a whole; throws when the home cannot be written. */
export function writeApiFile(home: string, content: ApiFile): void {
  writePrivateFile(apiFilePath(home), `${JSON.stringify(content)}\n`);
}

/** What the file says; null when there is none or it makes no sense. */
export function readApiFile(home: string): ApiFile | null {
  try {
    const { port, pid, startedAt } = JSON.parse(readFileSync(apiFilePath(home), 'utf8')) as Partial<Record<keyof ApiFile, unknown>>;
    const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;
    if (!isWhole(port) || port > 65_535 || !isWhole(pid) || typeof startedAt !== 'string') return null;
    return { port, pid, startedAt };
  } catch {
    return null;
  }
}

/** Removes the file, unless another process has written it since. */
export function removeApiFile(home: string, own: ApiFile): void {
  const now = readApiFile(home);
  if (now?.pid === own.pid && now.port === own.port) rmSync(apiFilePath(home), { force: true });
}
