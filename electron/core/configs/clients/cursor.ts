/** Cursor: one file for the person, one for each project. */
import { joinPath } from '../path-text.ts';
import { editorExpansion, jsonProfile } from './json-profile.ts';

export const cursor = jsonProfile({
  id: 'cursor',
  label: 'Cursor',
  isOnlyServers: true,
  locations: (platform, homeFolder) => [joinPath(platform, homeFolder, '.cursor/mcp.json')],
  projectFiles: ['.cursor/mcp.json'],
  expansion: editorExpansion,
});
