/** Server edits to text edits, then the proof that nothing else changed. */
import type { Problem } from '../../contract/problem.ts';
import type { ServerInput } from '../../contract/server.ts';
import type { ClientProfile } from './client.ts';
import type { TextEdit } from './codecs/codec.ts';
import { exactText, isUnsafeKey, nodeAt, type ValueNode } from './codecs/value-tree.ts';

export type SourceEdit =
  | { readonly kind: 'add'; readonly name: string; readonly server: ServerInput }
  | { readonly kind: 'remove'; readonly name: string }
  | { readonly kind: 'setEnabled'; readonly name: string; readonly enabled: boolean };

export type SourceEdited =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly problem: Problem };

const refused = (code: Problem['code'], message: string, hint?: string): SourceEdited => ({
  kind: 'refused',
  problem: { code, message, ...(hint === undefined ? {} : { hint }) },
});

/** The text after `edits`; null text = no file yet. Refuses names that are taken or missing, texts that do not parse, and any result that differs elsewhere. */
export function editSource(profile: ClientProfile, text: string | null, edits: readonly SourceEdit[]): SourceEdited {
  let current = text ?? emptyText(profile);
  for (const edit of edits) {
    const edited = editOne(profile, current, edit);
    if (edited.kind === 'refused') return edited;
    if (edited.kind === 'text') current = edited.text;
  }
  return current === text ? { kind: 'same' } : { kind: 'text', text: current };
}

function emptyText(profile: ClientProfile): string {
  const [keys = ['mcpServers']] = profile.roots.keys;
  const value = keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), {});
  return `${JSON.stringify(value, null, 2)}\n`;
}

function editOne(profile: ClientProfile, text: string, edit: SourceEdit): SourceEdited {
  const parsed = profile.codec.parse(text, { charsMax: profile.bytesMax });
  if (parsed.kind === 'problem')
    return {
      kind: 'refused',
      problem: { ...parsed.problem, hint: parsed.problem.hint ?? 'Repair the file first; Tooltray does not touch what it cannot read.' },
    };
  if (isUnsafeKey(edit.name) || edit.name.trim() === '') return refused('wrong-input', `"${edit.name}" cannot be the name of a server`);
  const root = profile.roots.keys.find((keys) => nodeAt(parsed.root, keys) !== undefined) ?? profile.roots.keys[0] ?? ['mcpServers'];
  const keys = [...root, edit.name];
  const present = nodeAt(parsed.root, keys);
  const change = textEdit(profile, edit, keys, present);
  if (change === null) return { kind: 'same' };
  if ('code' in change) return { kind: 'refused', problem: change };
  const edited = profile.codec.edit(text, [change]);
  if (edited === null) return refused('edit-refused', 'the file could not be edited');
  const proven = profile.codec.parse(edited, { charsMax: Number.POSITIVE_INFINITY });
  if (proven.kind === 'problem' || !isSameElsewhere(parsed.root, proven.root, root, keys)) {
    return refused('edit-refused', 'the edit would have changed more than one server', 'Edit the file by hand.');
  }
  return { kind: 'text', text: edited };
}

function textEdit(
  profile: ClientProfile,
  edit: SourceEdit,
  keys: readonly string[],
  present: ValueNode | undefined,
): TextEdit | Problem | null {
  if (edit.kind === 'add') {
    if (present !== undefined)
      return {
        code: 'name-taken',
        message: `there is already a server "${edit.name}"`,
        hint: 'Choose another name, or remove that one first.',
      };
    return { kind: 'insert', keys, value: profile.writeEntry(edit.server) };
  }
  if (present === undefined) return { code: 'not-found', message: `there is no server "${edit.name}" in the file` };
  if (edit.kind === 'remove') return { kind: 'remove', keys };
  if (!profile.hasOffSwitch) return { code: 'not-editable', message: 'the client of this file keeps on and off elsewhere' };
  const off = [...keys, 'disabled'];
  const isOff = nodeAt(present, ['disabled']) !== undefined;
  if (edit.enabled) return isOff ? { kind: 'remove', keys: off } : null;
  return { kind: isOff ? 'replace' : 'insert', keys: off, value: true };
}

/** Everything but the edited server reads exactly as before; a root that was not there yet may have been made. */
function isSameElsewhere(before: ValueNode, after: ValueNode, root: readonly string[], keys: readonly string[]): boolean {
  const without = nodeAt(before, root) === undefined ? root.slice(0, 1) : keys;
  return exactText(before, without) === exactText(after, without);
}
