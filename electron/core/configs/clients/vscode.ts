/** Visual Studio Code: `servers` in its own `mcp.json`, and `mcp.servers` in older settings. */

import type { Environment } from '../client.ts';
import { joinPath, type Platform } from '../path-text.ts';
import { commonProfile, editorExpansion } from './common-profile.ts';

const spelling = { urlFields: ['url'], untyped: 'http-then-sse', typedHttpFallsBack: true } as const;

function userFile(folder: string, file: string) {
  return (platform: Platform, homeFolder: string, environment: Environment): readonly string[] => {
    if (platform === 'macos') return [joinPath(platform, homeFolder, `Library/Application Support/${folder}/User/${file}`)];
    if (platform === 'windows') return environment.APPDATA ? [joinPath(platform, environment.APPDATA, `${folder}/User/${file}`)] : [];
    return [joinPath(platform, homeFolder, `.config/${folder}/User/${file}`)];
  };
}

export const vscode = commonProfile({
  id: 'vscode',
  label: 'VS Code',
  spelling,
  roots: { use: 'first', keys: [['servers']] },
  strict: false,
  locations: userFile('Code', 'mcp.json'),
  projectFiles: ['.vscode/mcp.json'],
  otherFiles: ['Code/User/mcp.json'],
  expansion: editorExpansion,
});

export const vscodeInsiders = commonProfile({
  id: 'vscode-insiders',
  label: 'VS Code Insiders',
  spelling,
  roots: { use: 'first', keys: [['servers']] },
  strict: false,
  locations: userFile('Code - Insiders', 'mcp.json'),
  otherFiles: ['Code - Insiders/User/mcp.json'],
  expansion: editorExpansion,
});

export const vscodeSettings = commonProfile({
  id: 'vscode-settings',
  label: 'VS Code settings',
  spelling,
  roots: { use: 'first', keys: [['mcp', 'servers'], ['mcp.servers']] },
  strict: false,
  locations: userFile('Code', 'settings.json'),
  projectFiles: ['.vscode/settings.json'],
  otherFiles: ['User/settings.json'],
  expansion: editorExpansion,
});
