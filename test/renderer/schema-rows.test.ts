/** Schemas of tools as rows: the usual ones in words, the unusual ones without a fault. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SchemaRow, schemaForm } from '../../renderer/features/server/schema-rows.ts';

const object = (properties: Record<string, unknown>, rest: Record<string, unknown> = {}) => ({ type: 'object', properties, ...rest });
/** `depth name type`, the rest where it is there. */
const line = ({ depth, name, type, required, allowed, limits, default: otherwise }: SchemaRow): string =>
  [
    `${'  '.repeat(depth)}${name}: ${type}`,
    required ? 'required' : null,
    otherwise === null ? null : `default ${otherwise}`,
    allowed.length > 0 ? `allowed ${allowed.join(' ')}` : null,
    ...limits,
  ]
    .filter((part) => part !== null)
    .join(', ');
const lines = (schema: unknown): readonly string[] => schemaForm(schema).rows.map(line);

describe('a schema as rows', () => {
  const cases: readonly (readonly [string, unknown, readonly string[]])[] = [
    [
      'plain types',
      object({ a: { type: 'string' }, b: { type: 'integer' }, c: { type: 'boolean' } }),
      ['a: text', 'b: whole number', 'c: true or false'],
    ],
    [
      'required, default, limits',
      object({ n: { type: 'number', minimum: 1, maximum: 9, default: 3 } }, { required: ['n'] }),
      ['n: number, required, default 3, 1 to 9'],
    ],
    [
      'allowed values',
      object({ s: { enum: ['open', 'closed', 3] }, c: { const: true } }),
      ['s: text or number, allowed "open" "closed" 3', 'c: true or false, allowed true'],
    ],
    [
      'lists',
      object({ l: { type: 'array', items: { type: 'string' }, maxItems: 5 }, m: { type: 'array' } }),
      ['l: list of texts, at most 5 in the list', 'm: list'],
    ],
    [
      'nothing allowed too',
      object({ a: { type: ['string', 'null'] }, b: { type: 'string', nullable: true } }),
      ['a: text or nothing', 'b: text or nothing'],
    ],
    ['format and pattern', object({ d: { type: 'string', format: 'date-time', pattern: '^2' } }), ['d: text (date-time), matches ^2']],
    ['objects inside', object({ o: object({ x: { type: 'number' } }, { required: ['x'] }) }), ['o: object', '  x: number, required']],
    ['lists of objects', object({ l: { type: 'array', items: object({ x: { type: 'string' } }) } }), ['l: list of objects', '  x: text']],
    [
      'one of several',
      object({ v: { oneOf: [{ type: 'string' }, object({ y: { type: 'null' } })] } }),
      ['v: text or object', '  y: nothing'],
    ],
    [
      'references',
      { ...object({ p: { $ref: '#/$defs/P~1q' } }), $defs: { 'P/q': object({ z: { type: 'string' } }) } },
      ['p: object', '  z: text'],
    ],
    [
      'all of several',
      object({ a: { allOf: [object({ x: true }), object({ y: false })] } }),
      ['a: object', '  x: anything', '  y: never allowed'],
    ],
    ['true and false', object({ any: true, none: false }), ['any: anything', 'none: never allowed']],
    [
      'a name like a built-in one',
      object(JSON.parse('{"__proto__": {"type": "string"}, "constructor": {"type": "toString"}}')),
      ['__proto__: text', 'constructor: toString'],
    ],
  ];
  test.each(cases)('%s', (_name, schema, expected) => {
    expect(lines(schema)).toEqual(expected);
  });

  const whole: readonly (readonly [string, unknown, string | undefined])[] = [
    ['no schema', undefined, undefined],
    ['no parameters', object({}), undefined],
    ['a schema of true', true, 'It takes anything.'],
    ['a schema of false', false, 'It takes nothing at all.'],
    ['no schema at all but a text', 'hello', 'This is not a schema.'],
    ['a list', [], 'This is not a schema.'],
    ['not an object', { type: 'array', items: { type: 'integer' } }, 'It takes: list of whole numbers.'],
    ['a reference to nowhere', object({ a: { $ref: '#/gone' } }), 'It refers to #/gone, which leads nowhere here.'],
    [
      'a reference to outside',
      object({ a: { $ref: 'https://example.org/x' } }),
      'It refers to https://example.org/x, which leads nowhere here.',
    ],
    ['what rows cannot say', object({ a: { type: 'string', not: { const: 'b' } } }), '“not” is not shown in the table.'],
  ];
  test.each(whole)('says what rows cannot: %s', (_name, schema, gap) => {
    expect(schemaForm(schema).gaps).toEqual(gap === undefined ? [] : [gap]);
  });
});

describe('a hostile schema', () => {
  const loop = { type: 'object', properties: { again: { $ref: '#' }, list: { type: 'array', items: { $ref: '#' } } } };
  const bomb = object(
    { a: { $ref: '#/$defs/0' } },
    {
      $defs: Object.fromEntries(
        Array.from({ length: 30 }, (_, level) => [level, { anyOf: Array.from({ length: 8 }, () => ({ $ref: `#/$defs/${level + 1}` })) }]),
      ),
    },
  );
  const selfItems = { type: 'array', items: { $ref: '#' } };
  const selfReference = object({ a: { $ref: '#/properties/a' } });
  const deep = Array.from({ length: 3_000 }).reduce<unknown>((inner) => object({ deeper: inner }), { type: 'string' });
  const wide = object(
    Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`p${index}`, { enum: Array.from({ length: 30 }, (_, n) => n) }])),
  );

  test.each([
    ['it holds itself', loop],
    ['it multiplies with every level', bomb],
    ['a list of itself', selfItems],
    ['a reference to itself', selfReference],
    ['very deep', deep],
    ['very wide', wide],
  ])('is shown in bounds: %s', (_name, schema) => {
    const { rows, gaps } = schemaForm(schema);
    expect(rows.length).toBeLessThanOrEqual(200);
    expect(Math.max(0, ...rows.map((row) => row.depth))).toBeLessThanOrEqual(5);
    expect(gaps.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.allowed.length).toBeLessThanOrEqual(24);
  });

  test('any JSON at all can be shown', () => {
    const word = fc.constantFrom(
      'type',
      'properties',
      'items',
      '$ref',
      'anyOf',
      'oneOf',
      'allOf',
      'enum',
      'const',
      'required',
      'default',
      'a',
    );
    const { schema } = fc.letrec((tie) => ({
      schema: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom<unknown>('#', '#/properties/a', '#/items', 'object', 'array', 'string', null, true, false, 0, -1.5, ''),
        fc.array(tie('schema'), { maxLength: 4 }),
        fc.dictionary(word, tie('schema'), { maxKeys: 6 }),
        fc.jsonValue(),
      ),
    }));
    fc.assert(
      fc.property(schema, (value) => {
        const { rows, gaps } = schemaForm(value);
        for (const row of rows) expect(typeof row.type).toBe('string');
        expect(rows.length).toBeLessThanOrEqual(200);
        expect(gaps).not.toContain('Not all of it could be read.');
      }),
      { numRuns: 500 },
    );
  });
});
