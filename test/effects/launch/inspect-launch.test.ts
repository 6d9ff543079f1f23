/** Launches are known by the program, scripts and env file behind them; a swap of any is seen, nothing else is. */
import { createHmac } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StdioTransport } from '../../../electron/contract/server.ts';
import { launchHash } from '../../../electron/core/model/launch-hash.ts';
import type { LaunchFacts } from '../../../electron/core/model/server.ts';
import type { LaunchInspection } from '../../../electron/core/ports.ts';
import { createLaunchInspection } from '../../../electron/effects/launch/inspect-launch.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const digest = (text: string): string => createHmac('sha256', 'key').update(text).digest('hex');

interface Place {
  readonly folder: string;
  readonly bin: string;
  readonly inspection: LaunchInspection;
  readonly transport: StdioTransport;
  readonly file: (name: string) => string;
}

const old = new Date('2026-01-01');

/** Writes a file that looks as if nobody had touched it for long, except that its ctime is new. */
function put(file: string, text: string, mode = 0o644): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  utimesSync(file, old, old);
}

/** A home with a program `node` on PATH, a script and an env file. */
function place(): Place {
  const folder = tempFolder();
  const bin = path.join(folder, 'bin');
  put(path.join(bin, 'node'), '#!/bin/sh\n', 0o755);
  put(path.join(folder, 'server.js'), 'one');
  put(path.join(folder, '.env'), 'FROM_FILE=1');
  const inspection = createLaunchInspection({ digest, searchPath: async () => `/nowhere:${bin}`, homeFolder: folder });
  const transport: StdioTransport = { kind: 'stdio', command: 'node', args: ['server.js'], env: {}, envFile: '.env' };
  return { folder, bin, inspection, transport, file: (name) => path.join(folder, name) };
}

const hashOf = async ({ inspection, transport }: Place): Promise<string> =>
  launchHash(transport, await inspection.inspect(transport), digest);

const rolesOf = (facts: LaunchFacts, folder: string): readonly string[] =>
  facts.files.map(({ role, path: real }) => `${role} ${path.relative(folder, real)}`);

describe('what is found', () => {
  test('program, script and env file, by real path, with the variables of the file', async () => {
    const { folder, inspection, transport } = place();
    const facts = await inspection.inspect(transport);
    expect(rolesOf(facts, folder)).toEqual(['executable bin/node', 'script server.js', 'envFile .env']);
    expect(facts.envFileVariables).toEqual({ FROM_FILE: '1' });
    expect(facts.lookedIn).toBeUndefined();
    expect(JSON.stringify(facts.files)).not.toContain('FROM_FILE');
  });

  test('the PATH of the entry comes before that of the env file, which comes before ours', async () => {
    const { folder, inspection, transport, file } = place();
    for (const name of ['first', 'second']) put(file(`${name}/node`), name, 0o755);
    put(file('.env'), `PATH=${file('second')}`);
    const byEntry = await inspection.inspect({ ...transport, env: { PATH: file('first') } });
    expect(rolesOf(byEntry, folder)[0]).toBe('executable first/node');
    expect(rolesOf(await inspection.inspect(transport), folder)[0]).toBe('executable second/node');
  });

  test('a command that is nowhere names the folders that were looked in', async () => {
    const { inspection, transport, bin } = place();
    const facts = await inspection.inspect({ ...transport, command: 'no-such-program' });
    expect(facts.lookedIn).toEqual(['/nowhere', bin]);
    expect(facts.files.map(({ role }) => role)).toEqual(['envFile']);
    expect((await inspection.inspect({ ...transport, command: './gone/server' })).lookedIn).toEqual([path.join(path.dirname(bin), 'gone')]);
  });

  test('files that may not be executed and folders are passed over on PATH', async () => {
    const { folder, inspection, transport, file } = place();
    put(file('first/node'), 'plain');
    mkdirSync(file('second/node'), { recursive: true });
    const facts = await inspection.inspect({ ...transport, env: { PATH: [file('first'), file('second'), file('bin')].join(':') } });
    expect(rolesOf(facts, folder)[0]).toBe('executable bin/node');
  });

  test('relative paths start from the working folder, and links lead to what they mean', async () => {
    const { folder, inspection, transport, file } = place();
    put(file('work/real.js'), 'x');
    put(file('work/run'), '#!/bin/sh', 0o755);
    symlinkSync('real.js', file('work/server.js'));
    const facts = await inspection.inspect({ ...transport, cwd: file('work') });
    expect(rolesOf(facts, folder)).toContain('script work/real.js');
    const direct = await inspection.inspect({ kind: 'stdio', command: './run', args: [], env: {}, cwd: 'work' });
    expect(rolesOf(direct, folder)).toEqual(['executable work/run']);
  });

  test('what is loaded before the script counts as well, and names without ending are found as Node does', async () => {
    const { folder, inspection, transport, file } = place();
    put(file('hook.js'), 'h');
    put(file('app/index.js'), 'i');
    const facts = await inspection.inspect({ ...transport, args: ['-r', './hook.js', 'app'] });
    expect(rolesOf(facts, folder).slice(1, 3)).toEqual(['script hook.js', 'script app/index.js']);
  });

  test('a missing env file, a pipe in its place and odd values are no reason to fail', async () => {
    const { inspection, transport, file, folder } = place();
    rmSync(file('.env'));
    expect(rolesOf(await inspection.inspect(transport), folder)).toEqual(['executable bin/node', 'script server.js']);
    mkdirSync(file('.env'));
    expect((await inspection.inspect(transport)).envFileVariables).toEqual({});
    const odd = await inspection.inspect({
      kind: 'stdio',
      command: 'a\0b',
      args: ['\0', ''],
      env: { PATH: '\0' },
      envFile: '\0',
      cwd: '\0',
    });
    expect(odd.files).toEqual([]);
  });

  test('a remote server has no files', async () => {
    expect(await place().inspection.inspect({ kind: 'http', url: 'https://x/', headers: {} })).toEqual({ files: [], envFileVariables: {} });
  });
});

describe('T03 swaps', () => {
  const swaps: Readonly<Record<string, (here: Place) => void>> = {
    'the script is edited': ({ file }) => put(file('server.js'), 'two'),
    'the script is edited to the same size': ({ file }) => put(file('server.js'), 'eno'),
    'the script is replaced by rename': ({ file }) => {
      put(file('new.js'), 'owt');
      renameSync(file('new.js'), file('server.js'));
    },
    'the script becomes a link to another': ({ file }) => {
      put(file('other.js'), 'one');
      rmSync(file('server.js'));
      symlinkSync('other.js', file('server.js'));
    },
    'the script is gone': ({ file }) => rmSync(file('server.js')),
    'a value in the env file changes': ({ file }) => put(file('.env'), 'FROM_FILE=2'),
    'the env file is gone': ({ file }) => rmSync(file('.env')),
    'the program is replaced': ({ bin }) => put(path.join(bin, 'node'), '#!/bin/no\n', 0o755),
    'another program comes first on PATH': ({ inspection: _, file }) => put(file('earlier/node'), '#!/bin/sh\n', 0o755),
    'the program becomes a link': ({ bin, file }) => {
      put(file('elsewhere/node'), '#!/bin/sh\n', 0o755);
      rmSync(path.join(bin, 'node'));
      symlinkSync(file('elsewhere/node'), path.join(bin, 'node'));
    },
    'the program is gone': ({ bin }) => rmSync(path.join(bin, 'node')),
  };

  for (const [name, swap] of Object.entries(swaps)) {
    test(`T03 the launch hash changes when ${name}, whatever was remembered`, async () => {
      const here = place();
      const withPath: Place = { ...here, transport: { ...here.transport, env: { PATH: `${here.file('earlier')}:${here.bin}` } } };
      const before = await hashOf(withPath);
      expect(await hashOf(withPath)).toBe(before);
      swap(withPath);
      expect(await hashOf(withPath)).not.toBe(before);
    });
  }

  test('T03 files among the arguments that are only data do not count', async () => {
    const here = place();
    put(here.file('notes.db'), '1');
    const data: Place = { ...here, transport: { ...here.transport, args: ['server.js', '--db', 'notes.db', './notes.db'] } };
    const before = await hashOf(data);
    put(here.file('notes.db'), '2');
    expect(await hashOf(data)).toBe(before);
  });

  test('T03 a file touched, or written again with the same content, does not count', async () => {
    const here = place();
    const before = await hashOf(here);
    utimesSync(here.file('server.js'), new Date(), new Date());
    put(here.file('.env'), 'FROM_FILE=1');
    expect(await hashOf(here)).toBe(before);
  });

  test('T03 a big program is known by inode, size and time, a big script by content', async () => {
    const here = place();
    const program = path.join(here.bin, 'node');
    const big = 3 * 1024 * 1024;
    truncateSync(program, big);
    utimesSync(program, old, old);
    const first = await hashOf(here);
    expect(await hashOf(here)).toBe(first);
    copyFileSync(program, `${program}.new`);
    utimesSync(`${program}.new`, old, old);
    renameSync(`${program}.new`, program);
    const second = await hashOf(here);
    expect(second).not.toBe(first);
    const text = 'x'.repeat(big);
    put(here.file('server.js'), text);
    const third = await hashOf(here);
    put(here.file('server.js'), `${text.slice(0, -1)}y`);
    expect(await hashOf(here)).not.toBe(third);
  });

  test('T03 fifty edits right after one another are told apart', async () => {
    const here = place();
    const seen = new Set<string>();
    for (let round = 0; round < 50; round += 1) {
      writeFileSync(here.file('server.js'), String(1_000 + round));
      seen.add(await hashOf(here));
    }
    expect(seen.size).toBe(50);
  });
});

describe('on this machine', () => {
  test('the real node is found by its real path', async () => {
    const inspection = createLaunchInspection({ digest, searchPath: async () => path.dirname(process.execPath), homeFolder: tempFolder() });
    const { files } = await inspection.inspect({ kind: 'stdio', command: 'node', args: [], env: {} });
    expect(files[0]?.path).toBe(realpathSync(process.execPath));
    expect(files[0]?.stat.inode).toBe(String(statSync(process.execPath).ino));
  });
});
