/** Tooltray's own `mcp.json` in its home. */
import { commonTypes, type Way } from '../read-entry.ts';
import { jsonProfile } from './json-profile.ts';

export const tooltray = jsonProfile({
  id: 'tooltray',
  label: 'Tooltray',
  rules: {
    types: new Map<string, Way>([...commonTypes, ['local', 'stdio'], ['remote', 'httpThenSse']]),
    refusesBoth: true,
    timeoutMs: (timeout) => timeout,
  },
  isOnlyServers: true,
  strict: false,
  otherFiles: ['.tooltray/mcp.json'],
  expansion: { forms: ['braced', 'default', 'env'], missing: 'refuse', unresolvable: ['input:', 'keychain:'], folderNames: [] },
  hasOffSwitch: true,
});
