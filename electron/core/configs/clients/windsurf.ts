/** Windsurf: `serverUrl` for remote servers, `disabled` in the entry. */
import { joinPath } from '../path-text.ts';
import { editorExpansion, enteredAs, jsonProfile } from './json-profile.ts';

export const windsurf = jsonProfile({
  id: 'windsurf',
  label: 'Windsurf',
  rules: {
    addresses: [
      { field: 'serverUrl', untyped: 'httpThenSse' },
      { field: 'url', untyped: 'httpThenSse' },
    ],
  },
  isOnlyServers: true,
  writeEntry(input) {
    const { url, ...rest } = input;
    return enteredAs(url === undefined ? input : { serverUrl: url, ...rest });
  },
  locations: (platform, homeFolder) =>
    ['.codeium/windsurf/mcp_config.json', '.codeium/mcp_config.json'].map((file) => joinPath(platform, homeFolder, file)),
  otherFiles: ['.codeium/windsurf/mcp_config.json', '.codeium/mcp_config.json'],
  expansion: { ...editorExpansion, unresolvable: [...editorExpansion.unresolvable, 'file:'] },
  hasOffSwitch: true,
});
