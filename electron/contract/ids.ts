/** Identifiers that cross process borders, as branded strings. */
import { z } from 'zod';

/** Absolute path of a config file, as the person or the client's profile names it (links not resolved). */
export const SourceId = z.string().brand('SourceId');
export type SourceId = z.infer<typeof SourceId>;

/** `SOURCE#POINTER`: the source and the JSON pointer of the entry in it, so equal names in two sources stay apart. */
export const ServerId = z.string().brand('ServerId');
export type ServerId = z.infer<typeof ServerId>;

export const sourceId = (path: string): SourceId => path as SourceId;

/** Escapes one step of a JSON pointer (RFC 6901). */
export const pointerStep = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Id of the entry under `keys` (for example `['mcpServers', 'github']`) of a source. */
export const serverId = (source: SourceId, keys: readonly string[]): ServerId =>
  `${source}#${keys.map((key) => `/${pointerStep(key)}`).join('')}` as ServerId;
