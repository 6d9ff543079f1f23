/** Settings as a text to carry to another machine, without what belongs to this one. */
import type { Settings } from '../../contract/settings.ts';
import { type Platform, separatorOf } from '../configs/path-text.ts';
import { isMembers } from './settings-format.ts';

/** Stands in every exported text, so that no other file is ever taken for one. */
export const exportKind = 'tooltray-settings';

/** What this installation was told or asked, which says nothing about another one. */
export const localSettings = ['welcomed', 'toldAboutTray'] as const satisfies readonly (keyof Settings)[];

export interface Machine {
  readonly platform: Platform;
  readonly homeFolder: string;
}

/** The text; paths in the person's home folder begin with `~`, because it has another name elsewhere. */
export function exportText(settings: Settings, machine: Machine): string {
  const { version, sources, ...rest } = settings;
  const portable = Object.fromEntries(Object.entries(rest).filter(([name]) => !localSettings.some((local) => local === name)));
  const shortened = sources.map((source) => ({ ...source, path: withTilde(source.path, machine) }));
  return `${JSON.stringify({ kind: exportKind, version, ...portable, sources: shortened }, null, 2)}\n`;
}

/** True for a text that `exportText` may have made, whatever its version. */
export function isExport(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return isMembers(value) && value.kind === exportKind;
  } catch {
    return false;
  }
}

function withTilde(path: string, { platform, homeFolder }: Machine): string {
  const inside = homeFolder !== '' && path.startsWith(`${homeFolder}${separatorOf(platform)}`);
  return inside ? `~${path.slice(homeFolder.length)}` : path;
}

/** The path here of one that may begin with `~`. */
export function withoutTilde(path: string, { platform, homeFolder }: Machine): string {
  if (!/^~[\\/]/.test(path)) return path;
  const inside = path.slice(1);
  return `${homeFolder}${platform === 'windows' ? inside.replaceAll('/', '\\') : inside}`;
}
