/** Reads the fields of an entry, each with a plain sentence and a place when it is not what it should be. */
import { type EntryFault, textCharsMax } from './client.ts';
import type { Plain, PlainObject } from './codecs/value-tree.ts';

/** A value, or why there is none; `undefined` as value: the field is not there. */
export type Field<Value> = { readonly value: Value; readonly fault?: never } | { readonly value?: never; readonly fault: EntryFault };

const invalid = (message: string, at: readonly string[], hint: string): { readonly fault: EntryFault } => ({
  fault: { code: 'entry-invalid', message, hint, at },
});

export const isPlainObject = (value: Plain | undefined): value is PlainObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** NUL ends a text for the operating system, so what would run is not what is shown. */
function textFault(text: string, what: string, at: readonly string[]): { readonly fault: EntryFault } | null {
  if (text.length > textCharsMax)
    return invalid(`${what} is longer than ${textCharsMax} characters.`, at, 'Put it into a file, and the path of the file here.');
  return text.includes('\0') ? invalid(`${what} holds a NUL character.`, at, 'Remove it.') : null;
}

/** A text field; an empty one counts as not there, as editors leave them behind. */
export function textField(raw: PlainObject, name: string): Field<string | undefined> {
  const value = raw[name];
  if (value === undefined || value === null || value === '') return { value: undefined };
  if (typeof value !== 'string') return invalid(`"${name}" must be a text.`, [name], 'Put it in double quotes.');
  return textFault(value, `"${name}"`, [name]) ?? { value };
}

/** A field that is true or false. */
export function flagField(raw: PlainObject, name: string): Field<boolean | undefined> {
  const value = raw[name];
  if (value === undefined || value === null) return { value: undefined };
  return typeof value === 'boolean' ? { value } : invalid(`"${name}" must be true or false.`, [name], 'Write it without quotes.');
}

/** Numbers and booleans stand for their text; people forget the quotes. */
function asText(value: Plain): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** A list of texts. */
export function textsField(raw: PlainObject, name: string): Field<readonly string[]> {
  const value = raw[name];
  if (value === undefined || value === null) return { value: [] };
  if (!Array.isArray(value)) return invalid(`"${name}" must be a list of texts.`, [name], `Write "${name}": ["…", "…"].`);
  const texts: string[] = [];
  for (const [index, item] of (value as readonly Plain[]).entries()) {
    const at = [name, String(index)];
    const text = asText(item);
    if (text === null) return invalid(`Every item of "${name}" must be a text.`, at, 'Put each one in double quotes.');
    const fault = textFault(text, `An item of "${name}"`, at);
    if (fault !== null) return fault;
    texts.push(text);
  }
  return { value: texts };
}

/** What names stand for; null is a value of its own meaning (see `readEnv`). */
export function textMapField(raw: PlainObject, name: string): Field<ReadonlyMap<string, string | null>> {
  const value = raw[name];
  const texts = new Map<string, string | null>();
  if (value === undefined || value === null) return { value: texts };
  // Programs written in Lua have no empty map other than an empty list.
  if (Array.isArray(value) && value.length === 0) return { value: texts };
  if (!isPlainObject(value)) return invalid(`"${name}" must map names to texts.`, [name], `Write "${name}": {"NAME": "…"}.`);
  for (const [key, item] of Object.entries(value)) {
    const at = [name, key];
    const text = item === null ? null : asText(item);
    if (text === null && item !== null) return invalid(`"${key}" in "${name}" must be a text.`, at, 'Put it in double quotes.');
    if (key === '' || /[\0=]/.test(key))
      return invalid(`A name in "${name}" is empty or holds a character that names cannot have.`, at, 'Correct the name.');
    const fault = text === null ? null : textFault(text, `"${key}" in "${name}"`, at);
    if (fault !== null) return fault;
    texts.set(key, text);
  }
  return { value: texts };
}
