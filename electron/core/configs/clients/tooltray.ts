/** Tooltray's own `mcp.json` in its home. */
import { commonProfile } from './common-profile.ts';

export const tooltray = commonProfile({
  id: 'tooltray',
  label: 'Tooltray',
  spelling: { urlFields: ['url'], untyped: 'http-then-sse', timeoutField: { name: 'timeout', unitMs: 1 } },
  isOnlyServers: true,
  strict: false,
  otherFiles: ['.tooltray/mcp.json'],
  expansion: { forms: ['braced', 'default', 'env'], missing: 'refuse', unresolvable: ['input:'], folderNames: [] },
  hasOffSwitch: true,
});
