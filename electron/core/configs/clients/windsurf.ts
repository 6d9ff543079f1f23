/** Windsurf: `serverUrl` for remote servers, `disabled` in the entry. */
import { joinPath } from '../path-text.ts';
import { commonProfile, editorExpansion } from './common-profile.ts';

export const windsurf = commonProfile({
  id: 'windsurf',
  label: 'Windsurf',
  spelling: { urlFields: ['serverUrl', 'url'], untyped: 'http-then-sse' },
  locations: (platform, homeFolder) =>
    ['.codeium/windsurf/mcp_config.json', '.codeium/mcp_config.json'].map((file) => joinPath(platform, homeFolder, file)),
  otherFiles: ['mcp_config.json'],
  expansion: { ...editorExpansion, unresolvable: ['file:'] },
  hasOffSwitch: true,
});
