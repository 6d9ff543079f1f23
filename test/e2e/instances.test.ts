/** F62: one app a home, however many are started, and none that is locked out by one that was killed. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../helpers/launch-app.ts';
import { makePlace, type Place } from '../helpers/plain-launch.ts';

const launches = 50;
const killed = 10;
/** Fifty starts share two cores. */
const crowdLimitMs = 120_000;
/** The last files of a start. */
const writtenAtStart = ['api.json', 'history.jsonl', 'registry.json'];
/** Longer than the app joins changes before it writes them. */
const lookEveryMs = 1_500;
/** Chromium's own data; a launch that asks for the lock looks at it. */
const chromiumFolder = 'electron';

/** Digest of a file; null for a folder, and for one that was there for a moment only. */
function digestOf(file: string): string | null {
  try {
    return statSync(file).isFile() ? createHash('sha256').update(readFileSync(file)).digest('hex') : null;
  } catch {
    return null;
  }
}

/** Every file of the home with a digest of its content. */
function stateOf({ home }: Place): Readonly<Record<string, string>> {
  const all = (readdirSync(home, { recursive: true }) as string[]).filter((one) => one.split(path.sep)[0] !== chromiumFolder).sort();
  return Object.fromEntries(
    all.flatMap((one) => {
      const digest = digestOf(path.join(home, one));
      return digest === null ? [] : [[one, digest] as const];
    }),
  );
}

/** Tooltip of the app that registered last; empty while that one does not answer, as a killed one does not. */
const tooltipOf = async ({ bus }: Place): Promise<string> => {
  try {
    return await (await bus.item(crowdLimitMs)).tooltip();
  } catch {
    return '';
  }
};

/** The app is up and has written what it writes at a start: nothing changes from one look to the next. */
async function settled(place: Place): Promise<Readonly<Record<string, string>>> {
  await expect.poll(() => tooltipOf(place), { timeout: crowdLimitMs }).toContain('no servers yet');
  await expect.poll(() => Object.keys(stateOf(place)), { timeout: crowdLimitMs }).toEqual(expect.arrayContaining(writtenAtStart));
  let before = '';
  const isStill = () => {
    const now = JSON.stringify(stateOf(place));
    const still = now === before;
    before = now;
    return still;
  };
  await expect.poll(isStill, { timeout: crowdLimitMs, intervals: [lookEveryMs] }).toBe(true);
  return stateOf(place);
}

test(`F62 R21 of ${launches} launches at once exactly one stays, and the others leave no trace`, async () => {
  test.setTimeout(2 * crowdLimitMs);
  const [crowd, single] = [await makePlace(), await makePlace()];
  try {
    single.start();
    const usual = await settled(single);
    const started = Array.from({ length: launches }, () => crowd.start());
    const living = () => started.filter((one) => one.isLiving());
    await expect.poll(() => living().length, { timeout: crowdLimitMs }).toBe(1);
    expect(started.filter(({ child }) => child.exitCode === 0)).toHaveLength(launches - 1);
    // The same files as after one launch: no second log, no copy set aside, no lock left over.
    const after = await settled(crowd);
    expect(Object.keys(after)).toEqual(Object.keys(usual));
    const { pid } = JSON.parse(readFileSync(path.join(crowd.home, 'api.json'), 'utf8')) as { readonly pid: number };
    expect(pid).toBe(living()[0]?.child.pid);

    const late = Array.from({ length: 3 }, () => crowd.start());
    await expect.poll(() => late.map(({ child }) => child.exitCode), { timeout: crowdLimitMs }).toEqual([0, 0, 0]);
    const { 'logs/tooltray.log': _log, ...untouched } = stateOf(crowd);
    expect(after).toMatchObject(untouched);
    expect(living()).toHaveLength(1);
  } finally {
    await Promise.all([crowd.end(), single.end()]);
  }
});

test(`F62 R21 after a SIGKILL the next start works, ${killed} times of ${killed}`, async () => {
  test.setTimeout(2 * crowdLimitMs);
  const place = await makePlace();
  try {
    let app = place.start();
    await expect.poll(() => tooltipOf(place), { timeout: crowdLimitMs }).toContain('no servers yet');
    for (let round = 0; round < killed; round += 1) {
      app.child.kill('SIGKILL');
      await once(app.child, 'exit');
      app = place.start();
      await expect.poll(() => tooltipOf(place), { timeout: crowdLimitMs }).toContain('no servers yet');
      expect(app.isLiving()).toBe(true);
    }
  } finally {
    await place.end();
  }
});
