/** Claude Code: `.mcp.json` of a project (a plugin's may be a flat map), and the user's `~/.claude.json`. */
import type { ExpansionRules } from '../expand-variables.ts';
import { joinPath } from '../path-text.ts';
import { commonProfile } from './common-profile.ts';

const spelling = { urlFields: ['url'], untyped: 'refuse', timeoutField: { name: 'timeout', unitMs: 1 } } as const;
const expansion: ExpansionRules = {
  forms: ['braced', 'default'],
  missing: 'refuse',
  unresolvable: ['user_config.'],
  folderNames: ['CLAUDE_PROJECT_DIR'],
};

/** The app keeps its whole state in this file, so it may be large; nothing but the servers is ever read out of it. */
const stateBytesMax = 16 * 1024 * 1024;

export const claudeCode = commonProfile({
  id: 'claude-code',
  label: 'Claude Code',
  spelling,
  shapes: ['map', 'flat'],
  isOnlyServers: true,
  locations(platform) {
    if (platform === 'macos') return ['/Library/Application Support/ClaudeCode/managed-mcp.json'];
    return platform === 'linux' ? ['/etc/claude-code/managed-mcp.json'] : [];
  },
  projectFiles: ['.mcp.json'],
  expansion,
});

export const claudeCodeUser = commonProfile({
  id: 'claude-code-user',
  label: 'Claude Code',
  spelling,
  bytesMax: stateBytesMax,
  roots: { use: 'all', keys: [['mcpServers'], ['projects', '*', 'mcpServers']] },
  locations(platform, homeFolder, environment) {
    return [joinPath(platform, environment.CLAUDE_CONFIG_DIR ?? homeFolder, '.claude.json')];
  },
  otherFiles: ['.claude.json'],
  expansion,
});
