/** Gemini CLI: servers in its settings; `httpUrl` means streamable HTTP, an address alone is tried both ways. */
import { joinPath } from '../path-text.ts';
import { jsonProfile } from './json-profile.ts';

export const geminiCli = jsonProfile({
  id: 'gemini-cli',
  label: 'Gemini CLI',
  rules: {
    addresses: [
      { field: 'httpUrl', untyped: 'http' },
      { field: 'url', untyped: 'httpThenSse' },
    ],
    timeoutMs: (timeout) => timeout,
  },
  locations(platform, homeFolder) {
    const user = joinPath(platform, homeFolder, '.gemini/settings.json');
    if (platform === 'linux') return [user, '/etc/gemini-cli/settings.json'];
    return platform === 'macos' ? [user, '/Library/Application Support/GeminiCli/settings.json'] : [user];
  },
  projectFiles: ['.gemini/settings.json'],
  otherFiles: ['gemini-extension.json'],
  expansion: { forms: ['bare', 'braced', 'default'], missing: 'keep', unresolvable: [], folderNames: [] },
});
