/** mcp-hub and its editor plugin: `servers` wins over `mcpServers`; an empty list stands for an empty map. */
import { joinPath } from '../path-text.ts';
import { commonProfile } from './common-profile.ts';

export const mcphub = commonProfile({
  id: 'mcphub',
  label: 'mcp-hub',
  spelling: { urlFields: ['url'], untyped: 'http-then-sse' },
  roots: { use: 'first', keys: [['servers'], ['mcpServers']] },
  strict: false,
  locations: (platform, homeFolder) => [joinPath(platform, homeFolder, '.config/mcphub/servers.json')],
  projectFiles: ['.mcphub/servers.json'],
  expansion: { forms: ['braced', 'env', 'folders'], missing: 'refuse', unresolvable: ['input:', 'cmd:'], folderNames: [] },
  hasOffSwitch: true,
});
