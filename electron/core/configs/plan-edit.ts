/** What one server edit means for the text: which values change, and what must be there afterwards. */
import type { Problem } from '../../contract/problem.ts';
import type { ServerInput } from '../../contract/server.ts';
import { stableJson } from '../lib/stable-json.ts';
import type { ClientProfile } from './client.ts';
import type { TextEdit } from './codecs/codec.ts';
import { type ObjectNode, type Plain, type PlainObject, plainObjectOf } from './codecs/value-tree.ts';
import { isPlainObject } from './entry-fields.ts';
import type { EntryPlace } from './find-entry.ts';

export type SourceEdit =
  | { readonly kind: 'add'; readonly name: string; readonly server: ServerInput }
  | { readonly kind: 'remove'; readonly name: string }
  | { readonly kind: 'setEnabled'; readonly name: string; readonly enabled: boolean }
  /** Gives an entry exactly these fields; comments and layout of fields that stay the same stay too. */
  | { readonly kind: 'replace'; readonly name: string; readonly server: ServerInput };

export interface EditPlan {
  readonly edits: readonly TextEdit[];
  /** The entry as it must read afterwards; null = gone. */
  readonly entry: PlainObject | null;
}

const gone = (name: string): Problem => ({
  code: 'not-found',
  message: `There is no server "${name}" in the file.`,
  hint: 'List the servers to see their names.',
});

/** The plan of an edit; without edits, when the entry is as wanted already. */
export function planEdit(profile: ClientProfile, edit: SourceEdit, place: EntryPlace): EditPlan | Problem {
  const { node, keys } = place;
  if (edit.kind === 'add') {
    if (node === undefined) return planAdd(profile, edit.name, edit.server, place);
    return {
      code: 'name-taken',
      message: `There is already a server "${edit.name}" in the file.`,
      hint: 'Choose another name, or remove that one first.',
    };
  }
  if (node?.kind !== 'object') return gone(edit.name);
  if (edit.kind === 'remove') return { edits: [{ kind: 'remove', keys }], entry: null };
  return edit.kind === 'setEnabled' ? planSwitch(profile, node, keys, edit.enabled) : planReplace(profile, edit.server, node, place);
}

/** The entry in the client's spelling, if the client could use it. */
function writtenEntry(profile: ClientProfile, server: ServerInput): { readonly entry: PlainObject } | { readonly problem: Problem } {
  const written = profile.writeEntry(server);
  const reading = isPlainObject(written) ? profile.readEntry(written) : null;
  if (reading?.kind === 'server') return { entry: written as PlainObject };
  const { message = 'The entry is no object.', hint } = reading?.fault ?? {};
  return { problem: { code: 'wrong-input', message, ...(hint === undefined ? {} : { hint }) } };
}

function planAdd(profile: ClientProfile, name: string, server: ServerInput, place: EntryPlace): EditPlan | Problem {
  const written = writtenEntry(profile, server);
  if ('problem' in written) return written.problem;
  const entry = place.isListed ? { name, ...written.entry } : written.entry;
  if (!place.replacesList) return { edits: [{ kind: 'insert', keys: place.keys, value: entry }], entry };
  return { edits: [{ kind: 'replace', keys: place.keys.slice(0, -1), value: { [name]: entry } }], entry };
}

/** Turns the switch that is there, or puts one in where the client knows one. */
function planSwitch(profile: ClientProfile, node: ObjectNode, keys: readonly string[], enabled: boolean): EditPlan | Problem {
  const before = plainObjectOf(node);
  const isOn = before.disabled !== true && before.enabled !== false;
  if (isOn === enabled) return { edits: [], entry: before };
  const { disabled, enabled: switchedOn, ...rest } = before;
  const hasEnabled = switchedOn !== undefined;
  if (enabled) {
    // Taking the switch out gives back the very bytes from before it was put in.
    const edits: TextEdit[] = disabled === true ? [{ kind: 'remove', keys: [...keys, 'disabled'] }] : [];
    if (switchedOn === false) edits.push({ kind: 'replace', keys: [...keys, 'enabled'], value: true });
    const kept = disabled === undefined || disabled === true ? rest : { ...rest, disabled };
    return { edits, entry: hasEnabled ? { ...kept, enabled: true } : kept };
  }
  const field = hasEnabled ? 'enabled' : 'disabled';
  const isThere = before[field] !== undefined;
  if (!isThere && !profile.hasOffSwitch) {
    return {
      code: 'not-editable',
      message: `${profile.label} keeps on and off outside of this file.`,
      hint: `Switch the server off in ${profile.label} itself.`,
    };
  }
  const value = field === 'disabled';
  return { edits: [{ kind: isThere ? 'replace' : 'insert', keys: [...keys, field], value }], entry: { ...before, [field]: value } };
}

function planReplace(profile: ClientProfile, server: ServerInput, node: ObjectNode, place: EntryPlace): EditPlan | Problem {
  const written = writtenEntry(profile, server);
  if ('problem' in written) return written.problem;
  const before = plainObjectOf(node);
  const naming = place.isListed
    ? Object.fromEntries(['name', 'id'].flatMap((key) => (before[key] === undefined ? [] : [[key, before[key] as Plain]])))
    : {};
  const entry: PlainObject = { ...naming, ...written.entry };
  const at = (key: string) => [...place.keys, key];
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(entry, key));
  const edits = Object.entries(entry).flatMap(([key, value]): readonly TextEdit[] => {
    const old = before[key];
    if (old !== undefined && stableJson(old) === stableJson(value)) return [];
    return [{ kind: old === undefined ? 'insert' : 'replace', keys: at(key), value }];
  });
  return { edits: [...edits, ...removed.map((key): TextEdit => ({ kind: 'remove', keys: at(key) }))], entry };
}
