/** Approvals and the home key: only what this home approved counts. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { serverId, sourceId } from '../../../electron/contract/ids.ts';
import type { TrustDecision } from '../../../electron/core/model/trust.ts';
import { createHomeKey } from '../../../electron/effects/store/home-key.ts';
import { createTrustFile } from '../../../electron/effects/store/trust-file.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { childProgram, startChild } from '../files/child-program.ts';

const decision = (name: string, verdict: 'trusted' | 'rejected' = 'trusted'): TrustDecision => ({
  server: serverId(sourceId('/m.json'), ['mcpServers', name]),
  launchHash: `hash of ${name}`,
  verdict,
  decidedAtWall: 5,
  written: { kind: 'stdio', command: 'node', args: ['x.js'], env: { KEY: 'written' } },
  fingerprints: { 'env KEY': 'abcd' },
});

const open = (home: string) => createTrustFile(home, createHomeKey(home));

describe('approvals', () => {
  test('come back as they were saved, in a private file', async () => {
    const home = tempFolder();
    expect(await open(home).load()).toEqual({ decisions: [], problem: null });
    expect(await open(home).save([decision('a'), decision('b', 'rejected')])).toBeNull();
    expect(await open(home).load()).toEqual({ decisions: [decision('a'), decision('b', 'rejected')], problem: null });
    expect(statSync(path.join(home, 'trust.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(home).sort()).toEqual(['key', 'trust.json']);
  });

  test('T14 what another program wrote into the file counts as no approval and is kept aside', async () => {
    const changes: readonly ((text: string) => string)[] = [
      (text) => text.replace('hash of a', 'hash of evil'),
      (text) => text.replace('rejected', 'trusted'),
      (text) => text.replace(/"seal": "[0-9a-f]+"/, '"seal": ""'),
      (text) => text.replace(/"seal": "[0-9a-f]/, '"seal": "ä'),
      (text) => text.replace('"version": 1', '"version": 0'),
      () => '{',
      () => '',
      () => JSON.stringify({ version: 1, decisions: [decision('evil')] }),
    ];
    for (const change of changes) {
      const home = tempFolder();
      const file = path.join(home, 'trust.json');
      await open(home).save([decision('a'), decision('b', 'rejected')]);
      const before = readFileSync(file, 'utf8');
      const forged = change(before);
      expect(forged).not.toBe(before);
      writeFileSync(file, forged);
      expect(await open(home).load()).toMatchObject({ decisions: [], problem: { code: 'trust-unwritable' } });
      expect(existsSync(file)).toBe(false);
      expect(readdirSync(home).filter((name) => name.startsWith('trust.json.corrupt-'))).toHaveLength(1);
      expect(await open(home).save([decision('a')])).toBeNull();
      expect((await open(home).load()).decisions).toHaveLength(1);
    }
  });

  test('order of members and white space do not break the seal; the seal of another home does not hold', async () => {
    const home = tempFolder();
    const file = path.join(home, 'trust.json');
    await open(home).save([decision('a')]);
    const content = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ seal: content.seal, decisions: content.decisions, version: content.version }));
    expect((await open(home).load()).decisions).toEqual([decision('a')]);
    const other = tempFolder();
    await open(other).save([decision('x')]);
    writeFileSync(file, readFileSync(path.join(other, 'trust.json')));
    expect((await open(home).load()).decisions).toEqual([]);
  });

  test('a file of a newer version is left alone', async () => {
    const home = tempFolder();
    const file = path.join(home, 'trust.json');
    const newer = JSON.stringify({ version: 2, decisions: [], seal: 'x', pins: {} });
    writeFileSync(file, newer);
    expect(await open(home).load()).toMatchObject({ decisions: [], problem: { code: 'trust-unwritable' } });
    expect(await open(home).save([decision('a')])).toMatchObject({ code: 'trust-unwritable' });
    expect(readFileSync(file, 'utf8')).toBe(newer);
  });
});

describe('the home key', () => {
  test('is made once, private, and gives the same digests ever after', () => {
    const home = path.join(tempFolder(), 'home');
    const digest = createHomeKey(home).digest('text');
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(createHomeKey(home).digest('text')).toBe(digest);
    expect(createHomeKey(tempFolder()).digest('text')).not.toBe(digest);
    expect(createHomeKey(home).digestFor('purpose', 'text')).not.toBe(digest);
    expect(statSync(path.join(home, 'key')).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(home, 'key')).size).toBe(32);
    expect(readdirSync(home)).toEqual(['key']);
    chmodSync(path.join(home, 'key'), 0o644);
    expect(createHomeKey(home).digest('text')).toBe(digest);
    expect(statSync(path.join(home, 'key')).mode & 0o777).toBe(0o600);
  });

  test('a key cut short is kept aside and made anew', () => {
    const home = tempFolder();
    writeFileSync(path.join(home, 'key'), 'short');
    const key = createHomeKey(home);
    expect(key.problem()).toBeNull();
    expect(createHomeKey(home).digest('t')).toBe(key.digest('t'));
    expect(readdirSync(home).filter((name) => name.startsWith('key.corrupt-'))).toHaveLength(1);
  });

  test('without a usable key the approvals are neither used nor thrown away', async () => {
    const home = tempFolder();
    await open(home).save([decision('a')]);
    rmSync(path.join(home, 'key'));
    mkdirSync(path.join(home, 'key'));
    const trust = open(home);
    expect(await trust.load()).toMatchObject({ decisions: [], problem: { code: 'trust-unwritable' } });
    expect(await trust.save([decision('b')])).toMatchObject({ code: 'trust-unwritable' });
    expect(readFileSync(path.join(home, 'trust.json'), 'utf8')).toContain('hash of a');
  });

  test('processes that start at once agree on one key', async () => {
    const home = tempFolder();
    const program = await childProgram(`
      import { createHomeKey } from '@electron/effects/store/home-key.ts';
      console.log(createHomeKey(process.argv[2]!).digest('t'));
    `);
    const runs = Array.from({ length: 6 }, () => startChild(process.execPath, [program, home]));
    await Promise.all(runs.map((run) => run.ended));
    const digests = new Set(runs.map((run) => run.output()));
    expect([...digests]).toEqual([`${createHomeKey(home).digest('t')}\n`]);
    expect(readdirSync(home)).toEqual(['key']);
  });
});
