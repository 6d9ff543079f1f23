/** Claude Desktop: programs only; the file also holds the app's own settings. */
import { joinPath } from '../path-text.ts';
import { commonProfile } from './common-profile.ts';

const fileName = 'claude_desktop_config.json';

export const claudeDesktop = commonProfile({
  id: 'claude-desktop',
  label: 'Claude Desktop',
  spelling: { urlFields: ['url'], untyped: 'refuse', stdioOnly: true },
  locations(platform, homeFolder, environment) {
    if (platform === 'macos') return [joinPath(platform, homeFolder, `Library/Application Support/Claude/${fileName}`)];
    if (platform === 'windows') return environment.APPDATA ? [joinPath(platform, environment.APPDATA, `Claude/${fileName}`)] : [];
    return [joinPath(platform, homeFolder, `.config/Claude/${fileName}`)];
  },
  otherFiles: [fileName],
});
