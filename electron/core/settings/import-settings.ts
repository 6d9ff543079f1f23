/** A text of settings onto the ones in force: what would be in force then, and what that changes, in words. */
import type { Problem, ProblemPlace } from '../../contract/problem.ts';
import { Settings, type SourceSetting } from '../../contract/settings.ts';
import { isClientId } from '../configs/clients/all-clients.ts';
import { jsoncCodec } from '../configs/codecs/jsonc.ts';
import { placesIn } from '../configs/codecs/place-of.ts';
import { nodeAt, plainOf, type ValueNode } from '../configs/codecs/value-tree.ts';
import { isAbsolutePath } from '../configs/path-text.ts';
import { exportKind, localSettings, type Machine, withoutTilde } from './export-settings.ts';
import { settingChanges } from './setting-words.ts';
import { isMembers, type Members, parseSettings } from './settings-format.ts';

/** As the contract allows. */
const charsMax = 1_048_576;

export interface Import {
  readonly settings: Settings;
  /** A line for each difference, and for each thing that is left out. */
  readonly changes: readonly string[];
}

/** Settings that the text does not name stay; a list of files in it replaces the one in force. Changes nothing itself. */
export function importSettings(text: string, current: Settings, machine: Machine & { readonly ownSource: string }): Import | Problem {
  if (text.trim() === '') return refused('The text is empty.', { line: 1, column: 1 });
  const parsed = jsoncCodec.parse(text, { charsMax });
  if (parsed.kind === 'problem') return { ...parsed.problem, code: 'wrong-input', hint: parsed.problem.hint ?? exportHint };
  const members = plainOf(parsed.root);
  if (!isMembers(members) || (members.kind !== undefined && members.kind !== exportKind))
    return refused('This is no text of settings.', { line: 1, column: 1 });
  const { kind: _kind, ...given } = members;
  const read = parseSettings(given);
  if (read.kind === 'newer')
    return {
      code: 'wrong-input',
      message: `These settings are of a newer Tooltray (format ${read.version}).`,
      hint: 'Update Tooltray first.',
    };
  if (read.kind === 'invalid') return refused(read.why, placeOf(text, parsed.root, read.field));
  const named = Object.entries(read.settings).filter(([name]) => Object.hasOwn(read.members, name));
  const isListed = Object.hasOwn(read.members, 'sources');
  const sources = isListed ? fittingSources(read.settings.sources, machine) : { fitting: current.sources, notes: [] };
  const settings: Settings = {
    ...current,
    ...Object.fromEntries(named),
    sources: [...sources.fitting],
    toldAboutTray: current.toldAboutTray,
    welcomed: current.welcomed || sources.fitting.length > 0,
  };
  return { settings, changes: [...settingChanges(current, settings), ...sources.notes, ...unknownNames(given)] };
}

const exportHint = 'Use the text of "Export settings".';

const refused = (message: string, where: ProblemPlace): Problem => ({ code: 'wrong-input', message, hint: exportHint, where });

/** Line and column of the field, where the text has it; its name in any case. */
function placeOf(text: string, root: ValueNode, field: readonly string[]): ProblemPlace {
  const pointer = field.map((step) => `/${step}`).join('');
  const node = nodeAt(root, field);
  return node === undefined ? { pointer } : { ...placesIn(text)(node.start), pointer };
}

function fittingSources(
  sources: readonly SourceSetting[],
  machine: Machine & { readonly ownSource: string },
): { readonly fitting: readonly SourceSetting[]; readonly notes: readonly string[] } {
  const fitting: SourceSetting[] = [];
  const notes: string[] = [];
  for (const source of sources) {
    const path = withoutTilde(source.path, machine);
    if (!isAbsolutePath(machine.platform, path)) notes.push(`Not watched: ${source.path} is no path of this system`);
    else if (!isClientId(source.client))
      notes.push(`Not watched: ${source.path} is of a client that is not known here ("${source.client}")`);
    // The own file comes first always, and a file is watched once.
    else if (path !== machine.ownSource && !fitting.some((other) => other.path === path)) fitting.push({ ...source, path });
  }
  return { fitting, notes };
}

function unknownNames(given: Members): readonly string[] {
  const known = new Set([...Object.keys(Settings.shape), ...localSettings]);
  return Object.keys(given)
    .filter((name) => !known.has(name))
    .map((name) => `Left out: "${name}" is no setting of this version`);
}
