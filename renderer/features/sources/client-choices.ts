/** Clients whose way of writing a config file can be chosen; a test compares them with those that there are. */

export interface ClientChoice {
  readonly value: string;
  readonly label: string;
}

/** Leaves the choice to the path. */
export const byPath = '';

export const clientChoices: readonly ClientChoice[] = [
  { value: byPath, label: 'Tell by the path' },
  { value: 'claude-code', label: 'Claude Code (project)' },
  { value: 'claude-code-user', label: 'Claude Code (user)' },
  { value: 'claude-desktop', label: 'Claude Desktop' },
  { value: 'cursor', label: 'Cursor' },
  { value: 'gemini-cli', label: 'Gemini CLI' },
  { value: 'mcphub', label: 'mcp-hub' },
  { value: 'vscode', label: 'VS Code' },
  { value: 'vscode-insiders', label: 'VS Code Insiders' },
  { value: 'vscode-settings', label: 'VS Code settings' },
  { value: 'windsurf', label: 'Windsurf' },
  { value: 'generic', label: 'Another client' },
];
