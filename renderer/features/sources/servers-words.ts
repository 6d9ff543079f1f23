/** The servers of a file by name, as one line. */
import { plural } from '../../lib/plural.ts';
import { visibleText } from '../../lib/visible-text.ts';

/** "3 servers: a, b, c", or that there are none. */
export const serversWords = (servers: readonly string[]): string =>
  servers.length === 0 ? 'no servers' : `${plural(servers.length, 'server')}: ${servers.map(visibleText).join(', ')}`;
