/** Reads a config text as a client would, for tests that are about the servers in it. */
import { sourceId } from '../../../electron/contract/ids.ts';
import { profileOf } from '../../../electron/core/configs/clients/all-clients.ts';
import { readSource, type SourceRead } from '../../../electron/core/configs/read-source.ts';

export type Readable = Extract<SourceRead, { kind: 'read' }>;

export interface Around {
  readonly source?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly homeFolder?: string;
  readonly platform?: 'linux' | 'macos' | 'windows';
}

/** Whatever comes of reading `text`. */
export function readAny(client: string, text: string, around: Around = {}): SourceRead {
  return readSource(profileOf(client), text, {
    source: sourceId(around.source ?? '/home/ada/anywhere/config.json'),
    environment: around.environment ?? {},
    homeFolder: around.homeFolder ?? '/home/ada',
    platform: around.platform ?? 'linux',
  });
}

/** The reading of a text that can be read; a test that expected one fails here otherwise. */
export function read(client: string, text: string, around: Around = {}): Readable {
  const result = readAny(client, text, around);
  if (result.kind === 'unreadable') throw new Error(`unreadable: ${result.problem.message}`);
  return result;
}
