/** Approvals on disk: `trust.json` in the home, sealed with the home's key, so that a program that can write it still cannot approve itself. */
import { timingSafeEqual } from 'node:crypto';
import nodePath from 'node:path';
import { z } from 'zod';
import { ServerId } from '../../contract/ids.ts';
import type { Problem } from '../../contract/problem.ts';
import { Transport } from '../../contract/server.ts';
import { stableJson } from '../../core/lib/stable-json.ts';
import type { TrustDecision } from '../../core/model/trust.ts';
import type { TrustFile } from '../../core/ports.ts';
import { errorHint, errorWords } from '../files/error-words.ts';
import { readTextFile } from '../files/read-file.ts';
import { setAside } from '../files/set-aside.ts';
import { writeAtomic } from '../files/write-atomic.ts';
import type { HomeKey } from './home-key.ts';

const trustVersion = 1;
/** A thousand approvals take about a megabyte. */
const trustBytesMax = 16 * 1024 * 1024;

const Decision = z.object({
  server: ServerId,
  launchHash: z.string().min(1),
  verdict: z.enum(['trusted', 'rejected']),
  decidedAtWall: z.number(),
  written: Transport,
  fingerprints: z.record(z.string(), z.string()),
});

const Sealed = z.object({ version: z.number().int(), decisions: z.array(z.unknown()), seal: z.string() });
type Sealed = z.infer<typeof Sealed>;

function sealOf(key: HomeKey, content: { readonly version: number; readonly decisions: readonly unknown[] }): string {
  return key.digestFor('trust file', stableJson({ version: content.version, decisions: content.decisions }));
}

function sealHolds(key: HomeKey, content: Sealed): boolean {
  const wanted = Buffer.from(sealOf(key, content));
  const found = Buffer.from(content.seal);
  return wanted.length === found.length && timingSafeEqual(wanted, found);
}

function parseSealed(text: string): Sealed | null {
  try {
    const parsed = Sealed.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

const newerProblem = (path: string): Problem => ({
  code: 'trust-unwritable',
  message: `${path} was written by a newer Tooltray and is left alone; nothing counts as approved.`,
  hint: 'Update Tooltray, or move the file away and approve again.',
  where: { path },
});

async function readText(path: string): Promise<string | Problem | null> {
  const reading = await readTextFile(path, trustBytesMax);
  if (reading.kind === 'absent') return null;
  if (reading.kind === 'text') return reading.text;
  // Bytes that are no text cannot hold the seal either.
  return reading.problem.code === 'source-invalid' ? '' : { ...reading.problem, code: 'trust-unwritable' };
}

async function rejectFile(path: string): Promise<Problem> {
  const aside = await setAside(path, 'move');
  const kept = aside === null ? '' : ` It is kept as ${nodePath.basename(aside)}.`;
  return {
    code: 'trust-unwritable',
    message: `${path} was changed by something else than this Tooltray, so nothing in it counts as approved.${kept}`,
    hint: 'Look at the servers that ask for approval and approve them again.',
    where: { path },
  };
}

/** Approvals of one home. A file whose seal does not hold is set aside and counts as no approvals. */
export function createTrustFile(home: string, key: HomeKey): TrustFile {
  const path = nodePath.join(home, 'trust.json');
  let last: Promise<unknown> = Promise.resolve();

  async function load(): Promise<{ readonly decisions: readonly TrustDecision[]; readonly problem: Problem | null }> {
    const text = await readText(path);
    if (text === null) return { decisions: [], problem: null };
    if (typeof text !== 'string') return { decisions: [], problem: text };
    const content = parseSealed(text);
    if (content !== null && content.version > trustVersion) return { decisions: [], problem: newerProblem(path) };
    // With a passing key no seal can hold; the file may be good and stays.
    const keyProblem = key.problem();
    if (keyProblem !== null) return { decisions: [], problem: keyProblem };
    if (content === null || !sealHolds(key, content)) return { decisions: [], problem: await rejectFile(path) };
    const decisions = content.decisions.map((decision) => Decision.safeParse(decision));
    return { decisions: decisions.flatMap((parsed) => (parsed.success ? [parsed.data] : [])), problem: null };
  }

  async function save(decisions: readonly TrustDecision[]): Promise<Problem | null> {
    const keyProblem = key.problem();
    if (keyProblem !== null) return keyProblem;
    const text = await readText(path);
    if (typeof text === 'string' && (parseSealed(text)?.version ?? 0) > trustVersion) return newerProblem(path);
    const content = { version: trustVersion, decisions };
    const written = await writeAtomic(path, `${JSON.stringify({ ...content, seal: sealOf(key, content) }, null, 1)}\n`, { mode: 0o600 });
    return written.kind === 'failed' ? unwritable(path, written.error) : null;
  }

  return {
    load: () => load().catch((error: unknown) => ({ decisions: [], problem: unwritable(path, error) })),
    save(decisions) {
      const turn = last.then(() => save(decisions)).catch((error: unknown) => unwritable(path, error));
      last = turn;
      return turn;
    },
  };
}

function unwritable(path: string, error: unknown): Problem {
  return { code: 'trust-unwritable', message: `${path} cannot be written: ${errorWords(error)}.`, where: { path }, ...errorHint(error) };
}
