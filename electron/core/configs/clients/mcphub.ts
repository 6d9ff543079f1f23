/** mcp-hub and its editor plugin: `servers` wins over `mcpServers`; an empty list stands for an empty map. */
import { joinPath } from '../path-text.ts';
import { jsonProfile } from './json-profile.ts';

export const mcphub = jsonProfile({
  id: 'mcphub',
  label: 'mcp-hub',
  rules: { refusesBoth: true, emptyEnv: 'inherit' },
  shapes: ['map', 'emptyList'],
  isOnlyServers: true,
  otherKeys: ['nativeMCPServers'],
  roots: { use: 'first', keys: [['servers'], ['mcpServers']] },
  strict: false,
  locations: (platform, homeFolder) => [joinPath(platform, homeFolder, '.config/mcphub/servers.json')],
  otherFiles: ['mcphub/servers.json'],
  projectFiles: ['.mcphub/servers.json'],
  expansion: { forms: ['braced', 'env', 'folders'], missing: 'refuse', unresolvable: ['input:', 'cmd:'], folderNames: [] },
  hasOffSwitch: true,
});
