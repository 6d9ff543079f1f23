/** Visual Studio Code: `servers` in its own `mcp.json`, and `mcp.servers` in older settings. */

import type { Environment } from '../client.ts';
import { joinPath, type Platform } from '../path-text.ts';
import { commonTypes, type EntryRules, type Way } from '../read-entry.ts';
import { editorExpansion, jsonProfile } from './json-profile.ts';

/** `http` tries the older transport too; null takes a variable out of the environment. */
const rules: Partial<EntryRules> = {
  types: new Map<string, Way>([...commonTypes, ['http', 'httpThenSse'], ['streamablehttp', 'httpThenSse']]),
  nullEnv: 'unset',
};

function userFile(folder: string, file: string) {
  return (platform: Platform, homeFolder: string, environment: Environment): readonly string[] => {
    if (platform === 'macos') return [joinPath(platform, homeFolder, `Library/Application Support/${folder}/User/${file}`)];
    if (platform === 'windows') return environment.APPDATA ? [joinPath(platform, environment.APPDATA, `${folder}/User/${file}`)] : [];
    return [joinPath(platform, homeFolder, `.config/${folder}/User/${file}`)];
  };
}

export const vscode = jsonProfile({
  id: 'vscode',
  label: 'VS Code',
  rules,
  roots: { use: 'first', keys: [['servers']] },
  isOnlyServers: true,
  otherKeys: ['inputs'],
  strict: false,
  locations: userFile('Code', 'mcp.json'),
  projectFiles: ['.vscode/mcp.json'],
  otherFiles: ['Code/User/mcp.json'],
  expansion: editorExpansion,
});

export const vscodeInsiders = jsonProfile({
  id: 'vscode-insiders',
  label: 'VS Code Insiders',
  rules,
  roots: { use: 'first', keys: [['servers']] },
  isOnlyServers: true,
  otherKeys: ['inputs'],
  strict: false,
  locations: userFile('Code - Insiders', 'mcp.json'),
  otherFiles: ['Code - Insiders/User/mcp.json'],
  expansion: editorExpansion,
});

export const vscodeSettings = jsonProfile({
  id: 'vscode-settings',
  label: 'VS Code settings',
  rules,
  roots: { use: 'first', keys: [['mcp', 'servers'], ['mcp.servers']] },
  strict: false,
  locations: userFile('Code', 'settings.json'),
  projectFiles: ['.vscode/settings.json'],
  otherFiles: ['User/settings.json'],
  expansion: editorExpansion,
});
