/** What a running server takes: all processes of its start, and their memory where the system tells it. */
import { readFile } from 'node:fs/promises';
import type { ProcessUsage } from '../../../core/ports.ts';
import type { ProcessTable } from './process-table.ts';

const nothing: ProcessUsage = { processes: 0, memoryBytes: null };

const bytesPerKibibyte = 1024;

/** Proportional share (a page used by n processes counts 1/n), so that a sum over a family is true; null: gone, or not told. */
async function shareBytes(pid: number): Promise<number | null> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const share = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1];
  if (share !== undefined) return Number(share) * bytesPerKibibyte;
  // Older kernels, and programs that forbid the closer look, still tell the resident size.
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return resident === undefined ? null : Number(resident) * bytesPerKibibyte;
}

/** Counts the family of the start that `pid` leads; nothing for a pid that is gone or that somebody else has now. */
export async function usageOf(pid: number, table: ProcessTable): Promise<ProcessUsage> {
  const living = await table.list();
  const tag = living.find((record) => record.pid === pid)?.tag ?? null;
  if (tag === null) return nothing;
  const family = living.filter((record) => !record.zombie && record.tag === tag);
  const shares = await Promise.all(family.map((record) => shareBytes(record.pid)));
  const told = shares.filter((share) => share !== null);
  return { processes: family.length, memoryBytes: told.length === 0 ? null : told.reduce((sum, share) => sum + share, 0) };
}
