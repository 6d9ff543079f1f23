/** Claude Desktop: programs only; the file also holds the app's own settings. */
import type { EntryFault } from '../client.ts';
import { joinPath } from '../path-text.ts';
import { jsonProfile } from './json-profile.ts';

const noAddresses = (field: string): EntryFault => ({
  code: 'entry-unsupported',
  message: `Claude Desktop only starts programs from this file, so it ignores "${field}".`,
  hint: 'Add the server as a connector in Claude Desktop, or to a file of another client.',
  at: [field],
});

const fileName = 'claude_desktop_config.json';

export const claudeDesktop = jsonProfile({
  id: 'claude-desktop',
  label: 'Claude Desktop',
  rules: { types: new Map([['stdio', 'stdio']]), addresses: [{ field: 'url', untyped: noAddresses }] },
  locations(platform, homeFolder, environment) {
    if (platform === 'macos') return [joinPath(platform, homeFolder, `Library/Application Support/Claude/${fileName}`)];
    if (platform === 'windows') return environment.APPDATA ? [joinPath(platform, environment.APPDATA, `Claude/${fileName}`)] : [];
    return [joinPath(platform, homeFolder, `.config/Claude/${fileName}`)];
  },
  otherFiles: [fileName],
});
