/** JSON as config files hold it: comments, trailing commas and a byte order mark are read, and survive an edit. */
import type { Codec } from './codec.ts';
import { editJsonc } from './jsonc-edit.ts';
import { parseJsonc } from './jsonc-parse.ts';

export const jsoncCodec: Codec = {
  id: 'jsonc',
  parse: parseJsonc,
  edit(text, edits) {
    let result = text;
    for (const edit of edits) {
      const parsed = parseJsonc(result, { charsMax: Number.POSITIVE_INFINITY });
      const edited = parsed.kind === 'parsed' ? editJsonc(result, parsed.root, edit) : null;
      if (edited === null) return null;
      result = edited;
    }
    return result;
  },
};
