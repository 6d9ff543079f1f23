/** A file of no client in particular: `mcpServers` or `servers`, a map or a list. */
import { commonTypes, type Way } from '../read-entry.ts';
import { jsonProfile } from './json-profile.ts';

export const generic = jsonProfile({
  id: 'generic',
  label: 'Config file',
  rules: {
    types: new Map<string, Way>([...commonTypes, ['local', 'stdio'], ['remote', 'httpThenSse']]),
    typeFields: ['type', 'transport', 'transportType'],
    addresses: [
      { field: 'url', untyped: 'httpThenSse' },
      { field: 'serverUrl', untyped: 'httpThenSse' },
      { field: 'httpUrl', untyped: 'http' },
    ],
  },
  isOnlyServers: true,
  roots: { use: 'first', keys: [['mcpServers'], ['servers']] },
  shapes: ['map', 'list'],
  expansion: { forms: ['braced', 'default', 'env', 'folders'], missing: 'refuse', unresolvable: ['input:'], folderNames: [] },
  hasOffSwitch: true,
});
