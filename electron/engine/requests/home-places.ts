/** Places in Tooltray's home that people are shown. */
import type { Surroundings } from '../../core/ports.ts';

const inHome = ({ tooltrayHome, platform }: Surroundings, ...parts: readonly string[]): string =>
  [tooltrayHome, ...parts].join(platform === 'windows' ? '\\' : '/');

export const logFolder = (surroundings: Surroundings): string => inHome(surroundings, 'logs');
/** Our own log; those of servers are in a folder beside it. */
export const logFile = (surroundings: Surroundings): string => inHome(surroundings, 'logs', 'tooltray.log');
