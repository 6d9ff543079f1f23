/** Showing files in the system's file viewer. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { shell } from 'electron';
import type { Problem } from '../../contract/problem.ts';

/** A file viewer that has not answered by then opens in its own time, or not at all. */
const answerLimitMs = 5_000;

/** What the engine may ask of this desktop. */
export const desktop = {
  /** A folder is opened, a file is shown in its folder, and instead of what is not there yet the folder above it: no file is ever opened. */
  async reveal(wanted: string): Promise<Problem | null> {
    const stats = await stat(wanted).catch(() => null);
    if (stats?.isDirectory() !== true) {
      shell.showItemInFolder(stats === null ? await nearestFolder(wanted) : wanted);
      return null;
    }
    const late = new Promise<string>((resolve) => setTimeout(() => resolve(''), answerLimitMs).unref());
    const failure = await Promise.race([shell.openPath(wanted), late]);
    if (failure === '') return null;
    return {
      code: 'no-desktop',
      message: `no file viewer could be opened: ${failure}`,
      hint: `It is at ${wanted}`,
      where: { path: wanted },
    };
  },
};

async function nearestFolder(wanted: string): Promise<string> {
  const above = path.dirname(wanted);
  if (above === wanted || (await stat(above).catch(() => null)) !== null) return above;
  return nearestFolder(above);
}
