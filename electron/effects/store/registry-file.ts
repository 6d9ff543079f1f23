/** The registry on disk: `registry.json` in the home, checked when it is read and replaced as a whole when it is written. */
import nodePath from 'node:path';
import type { Problem } from '../../contract/problem.ts';
import { emptyRegistry, type RegistrySnapshot } from '../../core/model/registry.ts';
import type { FileStat } from '../../core/model/server.ts';
import type { RegistryFile } from '../../core/ports.ts';
import { errorHint, errorWords } from '../files/error-words.ts';
import { readTextFile } from '../files/read-file.ts';
import { setAside } from '../files/set-aside.ts';
import { sameStat, statFile } from '../files/stat-file.ts';
import { sweepTempFiles } from '../files/temp-name.ts';
import { writeAtomic } from '../files/write-atomic.ts';
import { parseRegistry, registryText } from './registry-format.ts';

/** A thousand servers with a hundred tools each stay far below; more is not a registry of ours. */
const registryBytesMax = 256 * 1024 * 1024;

type Loaded = Awaited<ReturnType<RegistryFile['load']>>;

const keptAs = (aside: string | null): string => (aside === null ? '' : ` It is kept as ${nodePath.basename(aside)}.`);

function newerProblem(path: string, version: number): Problem {
  return {
    code: 'registry-unwritable',
    message: `${path} was written by a newer Tooltray (format ${version}) and is left alone.`,
    hint: 'Update Tooltray, or move the file away.',
    where: { path },
  };
}

async function corrupt(path: string, why: string): Promise<Loaded> {
  const aside = await setAside(path, 'move');
  const message = `${path} could not be used: ${why}.${keptAs(aside)} All servers are listed again.`;
  return { registry: emptyRegistry, found: false, problem: { code: 'registry-corrupt', message, where: { path } } };
}

async function partly(path: string, registry: RegistrySnapshot, dropped: readonly string[]): Promise<Loaded> {
  // A copy: the rest is in use, and the file is rewritten with the next save.
  const aside = await setAside(path, 'copy');
  const message = `${path} has ${dropped.length} ${dropped.length === 1 ? 'entry' : 'entries'} that could not be used.${keptAs(aside)}`;
  return { registry, found: true, problem: { code: 'registry-corrupt', message, where: { path }, evidence: dropped.slice(0, 20) } };
}

/** The registry of one home. Saves take turns with each other; between processes the caller holds the home lock. */
export function createRegistryFile(home: string): RegistryFile {
  const path = nodePath.join(home, 'registry.json');
  /** The file as we last knew it to be of our format; anything else is looked at before it is replaced. */
  let known: FileStat | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function load(): Promise<Loaded> {
    await sweepTempFiles(home);
    const reading = await readTextFile(path, registryBytesMax);
    if (reading.kind === 'absent') return { registry: emptyRegistry, found: false, problem: null };
    if (reading.kind === 'problem') {
      const { code, message } = reading.problem;
      if (code === 'source-invalid') return corrupt(path, 'it is not a text file');
      return { registry: emptyRegistry, found: false, problem: { ...reading.problem, code: 'registry-unwritable', message } };
    }
    const parse = parseRegistry(reading.text);
    if (parse.kind === 'corrupt') return corrupt(path, parse.why);
    if (parse.kind === 'newer') return { registry: parse.registry, found: true, problem: newerProblem(path, parse.version) };
    known = reading.stat;
    return parse.dropped.length === 0
      ? { registry: parse.registry, found: true, problem: null }
      : partly(path, parse.registry, parse.dropped);
  }

  /** Somebody else may have put a newer or broken file there since we looked. */
  async function mayReplace(): Promise<Problem | null> {
    const now = await statFile(path);
    if (now === null || sameStat(now, known)) return null;
    const reading = await readTextFile(path, registryBytesMax);
    const parse = reading.kind === 'text' ? parseRegistry(reading.text) : null;
    if (parse?.kind === 'newer') return newerProblem(path, parse.version);
    if (parse?.kind === 'corrupt' || (parse?.kind === 'registry' && parse.dropped.length > 0)) await setAside(path, 'copy');
    return null;
  }

  async function save(registry: RegistrySnapshot): Promise<Problem | null> {
    const refused = await mayReplace();
    if (refused !== null) return refused;
    const written = await writeAtomic(path, registryText(registry), { mode: 0o600 });
    if (written.kind === 'written') {
      known = await statFile(path);
      return null;
    }
    const why = written.kind === 'failed' ? written.error : new Error('it was changed meanwhile');
    const hint = errorHint(why).hint ?? 'It is tried again with the next change.';
    return { code: 'registry-unwritable', message: `${path} cannot be written: ${errorWords(why)}.`, hint, where: { path } };
  }

  return {
    load: () => load().catch((error: unknown) => ({ registry: emptyRegistry, found: false, problem: unreadable(path, error) })),
    save(registry) {
      const turn = last.then(() => save(registry)).catch((error: unknown) => unreadable(path, error));
      last = turn;
      return turn;
    },
  };
}

function unreadable(path: string, error: unknown): Problem {
  return { code: 'registry-unwritable', message: `${path} cannot be used: ${errorWords(error)}.`, where: { path }, ...errorHint(error) };
}
