/** Claude Code: `.mcp.json` of a project (a plugin's may be a flat map), and the user's `~/.claude.json`. */
import type { ServerInput } from '../../../contract/server.ts';
import type { EntryFault } from '../client.ts';
import type { ExpansionRules } from '../expand-variables.ts';
import { joinPath } from '../path-text.ts';
import type { EntryRules } from '../read-entry.ts';
import { enteredAs, jsonProfile } from './json-profile.ts';

const typeMissing = (field: string): EntryFault => ({
  code: 'entry-invalid',
  message: `Claude Code takes no "${field}" without a "type".`,
  hint: 'Add "type": "http", or "sse" for an older server.',
  at: [field],
});

/** The client ignores timeouts below this. */
const timeoutMinMs = 1_000;

const rules: Partial<EntryRules> = {
  addresses: [{ field: 'url', untyped: typeMissing }],
  timeoutMs: (timeout) => (timeout < timeoutMinMs ? null : timeout),
};

const expansion: ExpansionRules = {
  forms: ['braced', 'default'],
  missing: 'refuse',
  unresolvable: ['user_config.', 'input:'],
  folderNames: ['CLAUDE_PROJECT_DIR', 'CLAUDE_PLUGIN_ROOT'],
};

const writeEntry = (input: ServerInput) =>
  enteredAs(input.url === undefined || input.type !== undefined ? input : { type: 'http', ...input });

/** The app keeps its whole state in this file, so it may be large; nothing but the servers is ever read out of it. */
const stateBytesMax = 16 * 1024 * 1024;

export const claudeCode = jsonProfile({
  id: 'claude-code',
  label: 'Claude Code',
  rules,
  shapes: ['map', 'flat'],
  isOnlyServers: true,
  locations(platform) {
    if (platform === 'macos') return ['/Library/Application Support/ClaudeCode/managed-mcp.json'];
    return platform === 'linux' ? ['/etc/claude-code/managed-mcp.json'] : ['C:\\Program Files\\ClaudeCode\\managed-mcp.json'];
  },
  projectFiles: ['.mcp.json'],
  otherFiles: ['managed-mcp.json'],
  writeEntry,
  expansion,
});

export const claudeCodeUser = jsonProfile({
  id: 'claude-code-user',
  label: 'Claude Code',
  rules,
  bytesMax: stateBytesMax,
  roots: { use: 'all', keys: [['mcpServers'], ['projects', '*', 'mcpServers']] },
  locations(platform, homeFolder, environment) {
    return [joinPath(platform, environment.CLAUDE_CONFIG_DIR ?? homeFolder, '.claude.json')];
  },
  otherFiles: ['.claude.json'],
  writeEntry,
  expansion,
});
