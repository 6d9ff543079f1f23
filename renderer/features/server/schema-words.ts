/** Types and limits of a schema in words. */
import { isObject, merged, optionsMax, optionsOf, type Plain, type SchemaReading } from './schema-reading.ts';

const depthMax = 5;
const patternCharactersMax = 200;
/** Of names that a schema may make up. */
const wordCharactersMax = 40;

const singles: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'object',
  array: 'list',
  null: 'nothing',
};
const plurals: Readonly<Record<string, string>> = {
  text: 'texts',
  number: 'numbers',
  'whole number': 'whole numbers',
  'true or false': 'true or false',
  object: 'objects',
  list: 'lists',
};

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
const either = (texts: readonly string[]): string => unique(texts).join(' or ');

/** The type in words; `depth` bounds lists of lists and options of options. */
export function typeWords(reading: SchemaReading, schema: unknown, depth = 0): string {
  const plain = merged(reading, schema);
  if (plain === false) return 'never allowed';
  if (!isObject(plain)) return 'anything';
  if (depth > depthMax) return 'more';
  const options = optionsOf(plain);
  if (options !== null) {
    const named = options.slice(0, optionsMax).map((option) => typeWords(reading, option, depth + 1));
    return either(options.length > optionsMax ? [...named, 'more'] : named);
  }
  const types =
    typeof plain.type === 'string' ? [plain.type] : Array.isArray(plain.type) ? plain.type.filter((one) => typeof one === 'string') : [];
  const kinds = types.length > 0 ? types : guessed(plain);
  const named = kinds.map((kind) => (kind === 'array' ? listWords(reading, plain, depth) : kindWords(kind, plain)));
  return either(plain.nullable === true ? [...named, 'nothing'] : named) || 'anything';
}

function guessed(plain: Plain): readonly string[] {
  if (isObject(plain.properties)) return ['object'];
  if (plain.items !== undefined) return ['array'];
  const values = Array.isArray(plain.enum) ? plain.enum : 'const' in plain ? [plain.const] : [];
  return unique(values.map((value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)));
}

function kindWords(kind: string, plain: Plain): string {
  const format = kind === 'string' && typeof plain.format === 'string' ? ` (${plain.format.slice(0, wordCharactersMax)})` : '';
  return `${Object.hasOwn(singles, kind) ? singles[kind] : kind.slice(0, wordCharactersMax)}${format}`;
}

function listWords(reading: SchemaReading, plain: Plain, depth: number): string {
  if (plain.items === undefined || plain.items === true || Array.isArray(plain.items)) return 'list';
  const inner = typeWords(reading, plain.items, depth + 1);
  return `list of ${Object.hasOwn(plurals, inner) ? plurals[inner] : inner}`;
}

/** What else a value must be like. */
export function limitsOf(plain: Plain): readonly string[] {
  const count = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  const between = (from: unknown, to: unknown, unit: string): readonly string[] => {
    const [low, high] = [count(from), count(to)];
    if (low === null) return high === null ? [] : [`at most ${high}${unit}`];
    return [high === null ? `at least ${low}${unit}` : low === high ? `exactly ${low}${unit}` : `${low} to ${high}${unit}`];
  };
  return [
    ...between(plain.minimum, plain.maximum, ''),
    ...(count(plain.exclusiveMinimum) === null ? [] : [`more than ${plain.exclusiveMinimum}`]),
    ...(count(plain.exclusiveMaximum) === null ? [] : [`less than ${plain.exclusiveMaximum}`]),
    ...(count(plain.multipleOf) === null ? [] : [`a multiple of ${plain.multipleOf}`]),
    ...between(plain.minLength, plain.maxLength, ' characters'),
    ...between(plain.minItems, plain.maxItems, ' in the list'),
    ...(plain.uniqueItems === true ? ['each only once'] : []),
    ...(typeof plain.pattern === 'string' ? [`matches ${plain.pattern.slice(0, patternCharactersMax)}`] : []),
    ...(plain.deprecated === true ? ['deprecated'] : []),
  ];
}
