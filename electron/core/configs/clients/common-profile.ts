/** What nearly all profiles have in common, so that a client's own file holds only what is its own. */
import { type ClientProfile, commonBytesMax } from '../client.ts';
import { jsoncCodec } from '../codecs/jsonc.ts';
import { type ExpansionRules, noExpansion } from '../expand-variables.ts';
import { type CommonSpelling, readCommonEntry, writeCommonEntry } from './common-entry.ts';

type Own = Pick<ClientProfile, 'id' | 'label'> & Partial<ClientProfile> & { readonly spelling: CommonSpelling };

/** A JSON file with a map of servers under `mcpServers`, unless `own` says otherwise. */
export function commonProfile({ spelling, ...own }: Own): ClientProfile {
  return {
    codec: jsoncCodec,
    bytesMax: commonBytesMax,
    roots: { use: 'first', keys: [['mcpServers']] },
    shapes: ['map'],
    isOnlyServers: false,
    strict: true,
    locations: () => [],
    projectFiles: [],
    otherFiles: [],
    readEntry: (raw) => readCommonEntry(raw, spelling),
    writeEntry: writeCommonEntry,
    expansion: noExpansion,
    hasOffSwitch: false,
    ...own,
  };
}

/** `${env:NAME}` and the folder forms, as editors of the VS Code family expand them. */
export const editorExpansion: ExpansionRules = {
  forms: ['env', 'folders'],
  missing: 'empty',
  unresolvable: ['input:', 'config:', 'command:'],
  folderNames: [],
};
