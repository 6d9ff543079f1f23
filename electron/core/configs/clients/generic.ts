/** A file of no client in particular: `mcpServers` or `servers`, a map or a list. */
import { commonProfile } from './common-profile.ts';

export const generic = commonProfile({
  id: 'generic',
  label: 'Config file',
  spelling: { urlFields: ['url', 'serverUrl', 'httpUrl'], httpFields: ['httpUrl'], untyped: 'http-then-sse' },
  roots: { use: 'first', keys: [['mcpServers'], ['servers']] },
  shapes: ['map', 'list'],
  expansion: { forms: ['braced', 'default', 'env', 'folders'], missing: 'refuse', unresolvable: ['input:'], folderNames: [] },
  hasOffSwitch: true,
});
