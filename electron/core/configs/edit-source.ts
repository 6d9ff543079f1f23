/** Changes servers in the text of a config file, then proves that nothing else changed. */
import type { Problem } from '../../contract/problem.ts';
import { stableJson } from '../lib/stable-json.ts';
import type { ClientProfile } from './client.ts';
import { exactText, isUnsafeKey, nodeAt, plainOf, type ValueNode } from './codecs/value-tree.ts';
import { type EntryPlace, findEntry } from './find-entry.ts';
import { type EditPlan, planEdit, type SourceEdit } from './plan-edit.ts';

export type { SourceEdit };

export type SourceEdited =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** An entry that stands there more than once is taken out as often; more copies than this are no accident. */
const copiesMax = 100;

const refused = (problem: Problem): SourceEdited => ({ kind: 'refused', problem });

/**
 * The text after all of `edits`, or none of them; null text = no file yet.
 * Refuses names that are taken, missing or unsafe, entries that the client could not use, texts that do not parse,
 * and any result that reads differently elsewhere. Never throws.
 */
export function editSource(profile: ClientProfile, text: string | null, edits: readonly SourceEdit[]): SourceEdited {
  let current = text ?? emptyText(profile);
  for (const edit of edits) {
    const edited = editOne(profile, current, edit);
    if (edited.kind === 'refused') return edited;
    if (edited.kind === 'text') current = edited.text;
  }
  return edits.length === 0 || current === text ? { kind: 'same' } : { kind: 'text', text: current };
}

function emptyText(profile: ClientProfile): string {
  const [keys = ['mcpServers']] = profile.roots.keys;
  const value = keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), {});
  return `${JSON.stringify(value, null, 2)}\n`;
}

function editOne(profile: ClientProfile, text: string, edit: SourceEdit): SourceEdited {
  const parsed = profile.codec.parse(text, { charsMax: profile.bytesMax });
  if (parsed.kind === 'problem') return refused(unparseable(parsed.problem));
  if (isUnsafeKey(edit.name) || edit.name.trim() === '') {
    return refused({ code: 'wrong-input', message: `"${edit.name}" cannot be the name of a server.`, hint: 'Choose another name.' });
  }
  const place = findEntry(profile, parsed.root, edit.name);
  if ('code' in place) return refused(place);
  const plan = planEdit(profile, edit, place);
  if ('code' in plan) return refused(plan);
  if (plan.edits.length === 0) return { kind: 'same' };
  const edited = plan.entry === null && !place.isListed ? removeAll(profile, text, place) : profile.codec.edit(text, plan.edits);
  if (edited === null || !isProven(profile, parsed.root, edited, place, plan)) {
    return refused({ code: 'edit-refused', message: 'The edit would have changed more than this server.', hint: 'Edit the file by hand.' });
  }
  return { kind: 'text', text: edited };
}

const unparseable = (problem: Problem): Problem => ({
  ...problem,
  code: 'edit-refused',
  message: `The file is left as it is, because it cannot be read: ${problem.message}`,
  hint: problem.code === 'source-empty' ? 'Write {} into it, or delete it.' : 'Correct the file by hand first.',
});

/** Taking out only the last of several entries of one name would bring an earlier one into force. */
function removeAll(profile: ClientProfile, text: string, { keys }: EntryPlace): string | null {
  let current = text;
  for (let copy = 0; copy < copiesMax; copy += 1) {
    const parsed = profile.codec.parse(current, { charsMax: Number.POSITIVE_INFINITY });
    if (parsed.kind === 'problem') return null;
    if (nodeAt(parsed.root, keys) === undefined) return current;
    const next = profile.codec.edit(current, [{ kind: 'remove', keys }]);
    if (next === null) return null;
    current = next;
  }
  return null;
}

/** The shortest way to something that was not there before: the entry itself, or a parent that had to be made. */
function changedKeys(before: ValueNode, { keys, replacesList }: EntryPlace): readonly string[] {
  if (replacesList) return keys.slice(0, -1);
  const made = keys.findIndex((_, index) => nodeAt(before, keys.slice(0, index + 1)) === undefined);
  return made < 0 ? keys : keys.slice(0, made + 1);
}

/** The entry reads as planned, and everything else exactly as before, in the same order. */
function isProven(profile: ClientProfile, before: ValueNode, text: string, place: EntryPlace, plan: EditPlan): boolean {
  const parsed = profile.codec.parse(text, { charsMax: Number.POSITIVE_INFINITY });
  if (parsed.kind === 'problem') return false;
  const after = parsed.root;
  const { keys } = place;
  const without = changedKeys(before, place);
  if (plan.entry === null) {
    // In a list the next item moves to the index of the one that left.
    if (place.isListed) return exactText(before, keys) === exactText(after);
    return nodeAt(after, keys) === undefined && exactText(before, keys) === exactText(after, keys);
  }
  if (exactText(before, without) !== exactText(after, without)) return false;
  const expected = keys.slice(without.length).reduceRight<unknown>((inner, key) => ({ [key]: inner }), plan.entry);
  const made = nodeAt(after, without);
  return made !== undefined && stableJson(plainOf(made)) === stableJson(expected);
}
