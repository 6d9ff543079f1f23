/** Every client there is a profile for, and which one a path belongs to. */
import type { ClientProfile } from '../client.ts';
import { folderAbove } from '../path-text.ts';
import { claudeCode, claudeCodeUser } from './claude-code.ts';
import { claudeDesktop } from './claude-desktop.ts';
import { cursor } from './cursor.ts';
import { geminiCli } from './gemini-cli.ts';
import { generic } from './generic.ts';
import { mcphub } from './mcphub.ts';
import { tooltray } from './tooltray.ts';
import { vscode, vscodeInsiders, vscodeSettings } from './vscode.ts';
import { windsurf } from './windsurf.ts';

export const allClients: readonly ClientProfile[] = [
  tooltray,
  claudeDesktop,
  claudeCode,
  claudeCodeUser,
  cursor,
  vscode,
  vscodeInsiders,
  vscodeSettings,
  windsurf,
  geminiCli,
  mcphub,
  generic,
];

/** Other spellings of a client's id. */
const aliases: Readonly<Record<string, string>> = { 'mcp-hub': 'mcphub' };

const find = (id: string): ClientProfile | undefined =>
  allClients.find((profile) => profile.id === (Object.hasOwn(aliases, id) ? aliases[id] : id));

export const isClientId = (id: string): boolean => find(id) !== undefined;

/** The profile of a client id; the generic one for an id that is not known (a setting of a later version). */
export const profileOf = (id: string): ClientProfile => find(id) ?? generic;

/** The client that a file of this path belongs to, by its name and folders. */
export function guessClient(path: string): string {
  const owners = allClients.filter((profile) =>
    [...profile.projectFiles, ...profile.otherFiles].some((file) => folderAbove(path, file) !== null),
  );
  return owners[0]?.id ?? generic.id;
}
