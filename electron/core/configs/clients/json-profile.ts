/** What nearly all profiles have in common, so that a client's own file holds only what is its own. */
import type { ServerInput } from '../../../contract/server.ts';
import { type ClientProfile, commonBytesMax } from '../client.ts';
import { jsoncCodec } from '../codecs/jsonc.ts';
import type { Plain } from '../codecs/value-tree.ts';
import { type ExpansionRules, noExpansion } from '../expand-variables.ts';
import { commonRules, type EntryRules, readEntryBy } from '../read-entry.ts';

type Own = Pick<ClientProfile, 'id' | 'label'> & Partial<ClientProfile> & { readonly rules?: Partial<EntryRules> };

/** A JSON file with a map of servers under `mcpServers`, unless `own` says otherwise. */
export function jsonProfile({ rules: ownRules, ...own }: Own): ClientProfile {
  const rules = { ...commonRules, ...ownRules };
  return {
    codec: jsoncCodec,
    bytesMax: commonBytesMax,
    roots: { use: 'first', keys: [['mcpServers']] },
    shapes: ['map'],
    isOnlyServers: false,
    otherKeys: [],
    strict: true,
    locations: () => [],
    projectFiles: [],
    otherFiles: [],
    readEntry: (raw) => readEntryBy(rules, raw),
    writeEntry: enteredAs,
    expansion: noExpansion,
    hasOffSwitch: false,
    ...own,
  };
}

/** What a person entered, in the spelling that most clients share; unknown fields are kept. */
export function enteredAs(input: ServerInput): Plain {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Plain;
}

/** `${env:NAME}` and the folder forms, as editors of the VS Code family expand them; the rest they ask for or compute. */
export const editorExpansion: ExpansionRules = {
  forms: ['env', 'folders'],
  missing: 'empty',
  unresolvable: ['input:', 'config:', 'command:', 'workspaceFolder:'],
  folderNames: [],
};
