/** Finds its way in a JSON schema: references, combinations, options; bounded, so that no schema can keep it busy. */

export type Plain = Readonly<Record<string, unknown>>;

/** Looks into schemas and their parts that one form may cost; hostile ones multiply with every level. */
const looksMax = 5_000;
const refsMax = 16;
/** Options of one choice that are looked at. */
export const optionsMax = 8;
const refCharactersMax = 200;

export interface SchemaReading {
  readonly root: unknown;
  /** Why the form is not the whole truth. */
  readonly gaps: Set<string>;
  looksLeft: number;
}

export const startReading = (root: unknown): SchemaReading => ({ root, gaps: new Set(), looksLeft: looksMax });

export const isObject = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);
/** What a local `$ref` points to; undefined when it leads nowhere or out of the schema. */
function target(root: unknown, ref: string): unknown {
  if (!ref.startsWith('#')) return undefined;
  let current: unknown = root;
  for (const step of ref.slice(1).split('/').filter(Boolean)) {
    let key = step;
    try {
      key = decodeURIComponent(step);
    } catch {
      // A lone per cent sign stands for itself.
    }
    key = key.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}

/** Follows references; what stands beside a reference stays in force. */
function resolved(reading: SchemaReading, schema: unknown): unknown {
  let current = schema;
  for (let count = 0; isObject(current) && typeof current.$ref === 'string'; count += 1) {
    const found = count < refsMax ? target(reading.root, current.$ref) : undefined;
    if (found === undefined) {
      reading.gaps.add(`It refers to ${current.$ref.slice(0, refCharactersMax)}, which leads nowhere here.`);
      return current;
    }
    const { $ref, ...beside } = current;
    current = isObject(found) ? { ...found, ...beside } : found;
  }
  return current;
}

/** A schema with its references followed and all of `allOf` in one, as far as properties and required names go. */
export function merged(reading: SchemaReading, schema: unknown): unknown {
  if (reading.looksLeft <= 0) {
    reading.gaps.add('It is too large to be shown whole.');
    return {};
  }
  reading.looksLeft -= 1;
  const base = resolved(reading, schema);
  if (!isObject(base) || !Array.isArray(base.allOf)) return base;
  let properties = isObject(base.properties) ? base.properties : undefined;
  const required: unknown[] = Array.isArray(base.required) ? [...base.required] : [];
  let rest: Plain = {};
  for (const one of base.allOf.slice(0, optionsMax)) {
    const found = resolved(reading, one);
    if (!isObject(found)) continue;
    if (found.allOf !== undefined) reading.gaps.add('It combines schemas more deeply than shown.');
    rest = { ...rest, ...found };
    if (isObject(found.properties)) properties = { ...properties, ...found.properties };
    if (Array.isArray(found.required)) required.push(...found.required);
  }
  return { ...rest, ...base, allOf: undefined, ...(properties && { properties }), ...(required.length > 0 && { required }) };
}

/** The choices of `anyOf` or `oneOf`. */
export const optionsOf = (schema: Plain): readonly unknown[] | null => {
  const options = schema.anyOf ?? schema.oneOf;
  return Array.isArray(options) && options.length > 0 ? options : null;
};
