/** What counts as a proof of a requirement. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { idsIn, stateOf } from '../../scripts/trace.mjs';
import { root } from './source-files.ts';

describe('trace', () => {
  test.each([
    ['F34 a wrapper chain is dead 5 s after stop', ['F34']],
    ['S0-04 and S0-41, F3/F30 in one title', ['S0-04', 'S0-41', 'F3', 'F30']],
    ['MK-01 xF34 F34a T01-2', []],
    ['(K-05) the tray; T33: hardened', ['K-05', 'T33']],
    ['S08 R21 figures have two digits and no dash, R1 and S1 are none', ['S08', 'R21']],
    ['no id at all', []],
    // The cases are numbered: named in the title of this test they would count as proven by it.
  ])('ids are whole tokens of a title, case %#', (title, ids) => {
    expect(idsIn(title)).toEqual(ids);
  });

  test.each([
    [[], 'none'],
    [['passed'], 'passed'],
    [['passed', 'skipped'], 'skipped'],
    [['passed', 'failed', 'skipped'], 'failed'],
  ])('%j counts as %s', (statuses, state) => {
    expect(stateOf(statuses.map((status) => ({ status })))).toBe(state);
  });

  test('the list of requirements is whole and names each once', () => {
    const all = JSON.parse(readFileSync(path.join(root, 'test', 'requirements.json'), 'utf8')) as {
      readonly id: string;
      readonly title: string;
    }[];
    const ids = new Set(all.map((one) => one.id));
    expect(ids.size).toBe(all.length);
    expect(all.filter((one) => idsIn(one.id)[0] !== one.id || one.title === '')).toEqual([]);
    const kinds = [/^K-/, /^S0-/, /^S1-/, /^S2-/, /^S3-/, /^S4-/, /^F/, /^T/, /^R/, /^S\d\d$/];
    const counts = kinds.map((kind) => [...ids].filter((id) => kind.test(id)).length);
    expect(counts).toEqual([10, 50, 62, 37, 63, 60, 67, 40, 23, 17]);
    const reached = JSON.parse(readFileSync(path.join(root, 'test', 'reached.json'), 'utf8')) as string[];
    expect(reached.filter((id) => !ids.has(id))).toEqual([]);
  });
});
