/** Cursor: one file for the person, one for each project. */
import { joinPath } from '../path-text.ts';
import { commonProfile, editorExpansion } from './common-profile.ts';

export const cursor = commonProfile({
  id: 'cursor',
  label: 'Cursor',
  spelling: { urlFields: ['url'], untyped: 'http-then-sse' },
  locations: (platform, homeFolder) => [joinPath(platform, homeFolder, '.cursor/mcp.json')],
  projectFiles: ['.cursor/mcp.json'],
  expansion: editorExpansion,
});
