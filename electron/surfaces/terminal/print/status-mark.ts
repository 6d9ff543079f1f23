/** A status as shape and word, never as colour alone. */
import type { ServerStatus } from '../../../contract/server.ts';
import type { Colour, Paint } from './paint.ts';

const marks: Readonly<Record<ServerStatus, { readonly shape: string; readonly colour: Colour }>> = {
  synced: { shape: '●', colour: 'green' },
  syncing: { shape: '◐', colour: 'blue' },
  stale: { shape: '◔', colour: 'amber' },
  failed: { shape: '▲', colour: 'red' },
  approval: { shape: '◆', colour: 'violet' },
  idle: { shape: '○', colour: 'grey' },
  disabled: { shape: '⊘', colour: 'grey' },
};

/** For example `● synced`. */
export const statusMark = (status: ServerStatus, paint: Paint): string => paint(marks[status].colour, `${marks[status].shape} ${status}`);

export const statusShape = (status: ServerStatus, paint: Paint): string => paint(marks[status].colour, marks[status].shape);
