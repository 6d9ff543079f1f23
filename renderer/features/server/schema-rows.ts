/** A JSON schema as rows a person can read; what does not fit into rows is said, and nothing can make it fail. */
import { isObject, merged, optionsMax, optionsOf, type Plain, type SchemaReading, startReading } from './schema-reading.ts';
import { limitsOf, typeWords } from './schema-words.ts';

export interface SchemaRow {
  readonly name: string;
  /** How deep inside the parameters: 0 is a parameter itself. */
  readonly depth: number;
  /** "text", "list of whole numbers", "text or nothing". */
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  /** As JSON; null when there is none. */
  readonly default: string | null;
  /** Allowed values as JSON, cut at a bound; `allowedMore` counts the rest. */
  readonly allowed: readonly string[];
  readonly allowedMore: number;
  /** "1 to 100", "at most 20 characters". */
  readonly limits: readonly string[];
}

export interface SchemaForm {
  readonly rows: readonly SchemaRow[];
  /** Why the rows are not the whole truth; the JSON below them is. */
  readonly gaps: readonly string[];
}

/** A form longer than this is not read but searched, and the JSON below is better for that. */
const rowsMax = 200;
const depthMax = 5;
const allowedMax = 24;
const gapsMax = 6;
const valueCharactersMax = 200;
const wordCharactersMax = 40;

const words = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Short JSON of a value; never throws. */
function shortJson(value: unknown): string {
  try {
    const text = JSON.stringify(value) ?? String(value);
    return text.length > valueCharactersMax ? `${text.slice(0, valueCharactersMax)}…` : text;
  } catch {
    return '…';
  }
}

/** Said by the rows; anything else that steers what is valid is a gap. */
const understood = new Set(
  `$schema $id $ref $defs $anchor $comment definitions type properties required items description title default examples enum const format
  minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength minItems maxItems uniqueItems pattern anyOf oneOf allOf
  additionalProperties deprecated readOnly writeOnly nullable multipleOf`.split(/\s+/),
);

interface Filling {
  readonly reading: SchemaReading;
  readonly rows: SchemaRow[];
}

/** Objects inside a parameter, and how each is reached: the object itself, one of a list, one of several options. */
function insides(reading: SchemaReading, schema: unknown): readonly Plain[] {
  const plain = merged(reading, schema);
  if (!isObject(plain)) return [];
  const options = optionsOf(plain);
  if (options !== null) return options.slice(0, optionsMax).flatMap((option) => insides(reading, option));
  if (isObject(plain.properties)) return [plain];
  return plain.items === undefined ? [] : insides(reading, plain.items);
}

function noteGaps(reading: SchemaReading, plain: Plain): void {
  const unknown = Object.keys(plain).filter((key) => !understood.has(key) && !key.startsWith('x-'));
  for (const key of unknown.slice(0, optionsMax)) reading.gaps.add(`“${key.slice(0, wordCharactersMax)}” is not shown in the table.`);
  if (isObject(plain.additionalProperties)) reading.gaps.add('Further names are allowed, with a schema of their own.');
}

function addRows(filling: Filling, schema: Plain, depth: number, path: readonly unknown[]): void {
  noteGaps(filling.reading, schema);
  if (!isObject(schema.properties)) return;
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  for (const [name, value] of Object.entries(schema.properties)) {
    if (filling.rows.length >= rowsMax) {
      filling.reading.gaps.add(`Only the first ${rowsMax} rows are shown.`);
      return;
    }
    filling.rows.push(rowOf(filling, name, value, depth, required.has(name)));
    addInsides(filling, value, depth + 1, path);
  }
}

function addInsides(filling: Filling, value: unknown, depth: number, path: readonly unknown[]): void {
  for (const inside of insides(filling.reading, value)) {
    // References make new objects, the properties inside stay the same ones: so a loop is known by them.
    if (isObject(inside.properties) && path.includes(inside.properties))
      filling.reading.gaps.add('It holds itself; the inner ones look the same.');
    else if (depth > depthMax) filling.reading.gaps.add('It goes deeper than shown.');
    else addRows(filling, inside, depth, [...path, inside.properties]);
  }
}

function rowOf(filling: Filling, name: string, value: unknown, depth: number, required: boolean): SchemaRow {
  const plain = merged(filling.reading, value);
  const fields: Plain = isObject(plain) ? plain : {};
  if (isObject(plain)) noteGaps(filling.reading, plain);
  const inner = merged(filling.reading, fields.items);
  const items: Plain = isObject(inner) ? inner : {};
  const values = Array.isArray(fields.enum)
    ? fields.enum
    : 'const' in fields
      ? [fields.const]
      : Array.isArray(items.enum)
        ? items.enum
        : [];
  return {
    name,
    depth,
    type: typeWords(filling.reading, value),
    required,
    description: words(fields.description) || words(fields.title),
    default: 'default' in fields ? shortJson(fields.default) : null,
    allowed: values.slice(0, allowedMax).map(shortJson),
    allowedMore: Math.max(0, values.length - allowedMax),
    limits: limitsOf(fields),
  };
}

/** Rows for the parameters of a schema, outermost first, each followed by what is inside. */
export function schemaForm(schema: unknown): SchemaForm {
  const filling: Filling = { reading: startReading(schema), rows: [] };
  try {
    const top = merged(filling.reading, schema);
    if (top === true || (isObject(top) && Object.keys(top).length === 0)) return { rows: [], gaps: ['It takes anything.'] };
    if (top === false) return { rows: [], gaps: ['It takes nothing at all.'] };
    if (!isObject(top)) return { rows: [], gaps: schema === undefined ? [] : ['This is not a schema.'] };
    const kind = typeWords(filling.reading, top);
    if (isObject(top.properties)) addRows(filling, top, 0, [top.properties]);
    else if (kind !== 'object') filling.reading.gaps.add(`It takes: ${kind}.`);
    if (!isObject(top.properties)) noteGaps(filling.reading, top);
    if (isObject(top.properties) && optionsOf(top) !== null) filling.reading.gaps.add('Only some combinations are allowed.');
  } catch {
    filling.reading.gaps.add('Not all of it could be read.');
  }
  return { rows: filling.rows, gaps: [...filling.reading.gaps].slice(0, gapsMax) };
}
