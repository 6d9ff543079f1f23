/** Config files change under a running engine: exactly the changed servers come and go. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixtureServer, liveEngine } from '../helpers/live-engine.ts';
import { waitFor } from '../helpers/wait-for.ts';

const pidOf = (live: Awaited<ReturnType<typeof liveEngine>>, name: string) => live.server(name)?.pid;
const reloads = (live: Awaited<ReturnType<typeof liveEngine>>) => live.engine.view().reload.last_at;
const settle = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Half of the quiet time that ends a burst, and less than the second after which a burst is read all the same. */
const burstPauseMaxMs = 15;
const burstLongestMs = 900;
/** A machine that holds us up in the middle makes several bursts of one, so another round is tried. */
const burstRoundsMax = 5;

/** Fifty saves within about half a second; gives the number of bursts that they came as. */
async function saveBursts(live: Awaited<ReturnType<typeof liveEngine>>, name: (at: number) => string): Promise<number> {
  let burstBegunMs = performance.now();
  let bursts = 1;
  for (let at = 1; at <= 50; at += 1) {
    const before = performance.now();
    writeFileSync(live.source, JSON.stringify({ mcpServers: { a: live.entry('a'), [name(at)]: live.entry(name(at)) } }));
    await settle(8);
    if (performance.now() - before < burstPauseMaxMs && performance.now() - burstBegunMs < burstLongestMs) continue;
    bursts += 1;
    burstBegunMs = performance.now();
  }
  return bursts;
}

describe('hot reload', () => {
  test('S1-32 a server added to the file is synced with "always", waits for approval with "ask"', async () => {
    const always = await liveEngine({ servers: (entry) => ({ a: entry('a') }) });
    await always.until('synced', 'a');
    always.write({ a: always.entry('a'), b: always.entry('b') });
    await always.until('synced', 'b');
    await always.close();
    const asking = await liveEngine({ trust: 'ask' });
    asking.write({ c: asking.entry('c') });
    await asking.until('approval', 'c');
    expect(asking.starts()).toEqual([]);
  });

  test('S1-33 six ways to save are applied, again after a rename save, also when the file was absent at start', async () => {
    const live = await liveEngine();
    const text = (...names: string[]) => JSON.stringify({ mcpServers: Object.fromEntries(names.map((name) => [name, live.entry(name)])) });
    const names = () =>
      live.engine
        .view()
        .servers.map((server) => server.name)
        .sort();
    const expectNames = (...wanted: string[]) => waitFor(() => JSON.stringify(names()) === JSON.stringify(wanted), 8_000);
    writeFileSync(live.source, text('a')); // absent at start
    await expectNames('a');
    writeFileSync(live.source, text('a', 'b')); // in place
    await expectNames('a', 'b');
    live.writeText(text('a', 'c')); // atomic rename
    await expectNames('a', 'c');
    live.writeText(text('a', 'd')); // and once more: a watcher that follows the inode is deaf by now
    await expectNames('a', 'd');
    unlinkSync(live.source); // delete
    await expectNames();
    writeFileSync(live.source, text('e')); // re-create
    await expectNames('e');
    const aside = `${live.home}-aside`;
    renameSync(live.home, aside); // folder replaced
    mkdirSync(live.home, { mode: 0o700 });
    writeFileSync(live.source, text('f'));
    await expectNames('f');
    rmSync(aside, { recursive: true });
  });

  test('S1-34 only the configured path triggers: a sibling with its name as prefix does nothing, the true file does', async () => {
    const live = await liveEngine({ servers: (entry) => ({ a: entry('a') }) });
    await live.until('synced', 'a');
    const before = reloads(live);
    writeFileSync(`${live.source}.test`, '{}');
    await settle(1_000);
    expect(reloads(live)).toBe(before);
    live.write({ a: live.entry('a'), b: live.entry('b') });
    await live.until('synced', 'b');
    expect(reloads(live)).not.toBe(before);
  });

  test('S1-35 a burst of 50 writes ends with the last content after at most two reloads', async () => {
    const live = await liveEngine({ servers: (entry) => ({ a: entry('a') }) });
    await live.until('synced', 'a');
    const seen = new Set<string | null>();
    live.engine.subscribe(() => seen.add(reloads(live)));
    for (let round = 1; ; round += 1) {
      seen.clear();
      seen.add(reloads(live));
      const name = (at: number) => `b${round}-${at}`;
      const bursts = await saveBursts(live, name);
      await live.until('synced', name(50));
      expect(live.engine.view().servers.map((server) => server.name)).toEqual(['a', name(50)]);
      // Each burst may be read at its first save and after its last.
      expect(live.starts().filter((started) => started.startsWith(`b${round}-`)).length).toBeLessThanOrEqual(2 * bursts);
      expect(seen.size).toBeLessThanOrEqual(1 + 2 * bursts); // the state before, and the reloads
      if (bursts === 1 || round === burstRoundsMax) return;
    }
  });

  test('S1-36 F25 a file truncated and written in three chunks stops nothing and starts nothing in between', async () => {
    const live = await liveEngine({ servers: (entry) => ({ a: entry('a'), b: entry('b') }) });
    await live.until('synced', 'a', 'b');
    const pids = [pidOf(live, 'a'), pidOf(live, 'b')];
    const text = JSON.stringify({ mcpServers: { a: live.entry('a'), b: live.entry('b'), c: live.entry('c') } }, null, 2);
    const third = Math.ceil(text.length / 3);
    truncateSync(live.source, 0);
    for (const end of [third, 2 * third, text.length]) {
      await settle(100);
      writeFileSync(live.source, text.slice(0, end));
      expect(
        live.engine
          .view()
          .servers.filter((server) => server.name !== 'c')
          .every((server) => server.status === 'synced'),
      ).toBe(true);
    }
    await live.until('synced', 'a', 'b', 'c');
    expect([pidOf(live, 'a'), pidOf(live, 'b')]).toEqual(pids);
    expect(live.starts().sort()).toEqual(['a', 'b', 'c']);
  });

  test('S1-36 two writers at once lose no edit', async () => {
    const live = await liveEngine();
    const second = await liveEngine({ home: live.home, once: true });
    const add = (engine: typeof live, name: string) => engine.call('servers.add', { servers: { [name]: { command: 'true' } } });
    await Promise.all(Array.from({ length: 10 }, (_, at) => [add(live, `x${at}`), add(second, `y${at}`)]).flat());
    const listed = await live.call('sources.list');
    await waitFor(() => live.engine.view().servers.length === 20, 8_000);
    expect(listed[0]?.problem).toBeNull();
  });

  test('S1-38 K-02 unchanged servers keep their process ids while another one is relaunched', async () => {
    const live = await liveEngine({ servers: (entry) => ({ a: entry('a'), b: entry('b'), c: entry('c') }) });
    await live.until('synced', 'a', 'b', 'c');
    const before = [pidOf(live, 'a'), pidOf(live, 'b'), pidOf(live, 'c')];
    live.write({ a: live.entry('a'), b: live.entry('b', '--tools', '7'), c: live.entry('c') });
    await waitFor(() => live.server('b')?.tools === 7 && live.server('b')?.status === 'synced', 10_000);
    expect(pidOf(live, 'a')).toBe(before[0]);
    expect(pidOf(live, 'b')).not.toBe(before[1]);
    expect(pidOf(live, 'c')).toBe(before[2]);
  });

  test('S1-39 an edited definition is applied, a removed one is stopped, servers of other sources are not touched', async () => {
    const live = await liveEngine({ servers: (entry) => ({ a: entry('a'), b: entry('b') }) });
    const other = path.join(live.home, 'other.json');
    writeFileSync(other, JSON.stringify({ mcpServers: { o: live.entry('o') } }));
    await live.call('sources.add', { sources: [{ path: other, client: 'generic' }] });
    await live.until('synced', 'a', 'b', 'o');
    const [o, b] = [pidOf(live, 'o'), pidOf(live, 'b')];
    live.write({ a: live.entry('a', '--tools', '9') });
    await waitFor(() => live.server('a')?.tools === 9 && live.server('b') === undefined, 10_000);
    await waitFor(() => processState(Number(b)) === 'Z', 6_000);
    expect(pidOf(live, 'o')).toBe(o);
    expect((await live.call('listings.get', { capability: 'tools' })).some((row) => row.server === 'b')).toBe(false);
  });

  test('F17 a file deleted and written again within the grace changes nothing; gone for longer, its servers stop and come back', async () => {
    const live = await liveEngine({ servers: (entry) => ({ a: entry('a') }) });
    await live.until('synced', 'a');
    const pid = pidOf(live, 'a');
    for (const gapMs of [50, 400]) {
      unlinkSync(live.source);
      await settle(gapMs);
      live.write({ a: live.entry('a') });
      await settle(300);
      expect(pidOf(live, 'a')).toBe(pid);
    }
    unlinkSync(live.source);
    await waitFor(() => live.engine.view().servers.length === 0, 6_000);
    live.write({ a: live.entry('a') });
    await live.until('synced', 'a');
    expect(pidOf(live, 'a')).not.toBe(pid);
  });

  test('F23 a change whose event was lost is applied by the steady pass', async () => {
    const live = await liveEngine({ servers: (entry) => ({ a: entry('a') }) });
    await live.until('synced', 'a');
    await settle(1_800); // the close looks after a start are over
    // A full kernel queue loses events without a word: fill it while this process is not listening.
    const noise = path.join(live.home, 'noise');
    mkdirSync(noise);
    for (let at = 0; at < 17_000; at += 1) writeFileSync(path.join(live.home, `burst-${at % 50}`), '');
    live.write({ a: live.entry('a'), b: live.entry('b') });
    await waitFor(() => live.server('b')?.status === 'synced', 8_000);
  });

  test('F24 other content with the same size and mtime is applied within the reconcile period', async () => {
    const live = await liveEngine({ servers: (entry) => ({ a: entry('a', '--tools', '3') }) });
    await live.until('synced', 'a');
    const { mtime, atime, size } = statSync(live.source);
    writeFileSync(live.source, JSON.stringify({ mcpServers: { a: live.entry('a', '--tools', '4') } }, null, 2));
    utimesSync(live.source, atime, mtime);
    expect(statSync(live.source).size).toBe(size);
    await waitFor(() => live.server('a')?.tools === 4, 8_000);
  });

  test('F30 our own edits are no reload of untouched servers', async () => {
    const live = await liveEngine({ servers: (entry) => ({ a: entry('a') }) });
    await live.until('synced', 'a');
    const pid = pidOf(live, 'a');
    for (let at = 0; at < 100; at += 1) {
      await live.call('servers.add', { servers: { [`n${at}`]: { command: process.execPath, args: [fixtureServer], disabled: true } } });
    }
    await settle(600);
    expect(pidOf(live, 'a')).toBe(pid);
    expect(live.starts()).toEqual(['a']);
    expect(live.engine.view().servers.length).toBe(101);
  });

  test('F32 one server that cannot start leaves the others applied and is tried again', async () => {
    const live = await liveEngine({
      servers: (entry) => ({ a: entry('a'), bad: { command: 'no-such-program-here', args: [] }, c: entry('c') }),
    });
    await live.until('synced', 'a', 'c');
    await live.until('failed', 'bad');
    expect(live.server('bad')?.retryAt).not.toBeNull();
    expect(live.server('bad')?.problem?.message).toContain('no-such-program-here');
  });

  test('F33 a hundred saves in a burst relaunch the edited server at most three times, and the last content wins', async () => {
    const live = await liveEngine({ servers: (entry) => ({ a: entry('a', '--tools', '1'), b: entry('b') }) });
    await live.until('synced', 'a', 'b');
    const pid = pidOf(live, 'b');
    for (let at = 2; at <= 101; at += 1) {
      live.write({ a: live.entry('a', '--tools', String(at)), b: live.entry('b') });
      await settle(40);
    }
    await waitFor(() => live.server('a')?.tools === 101 && live.server('a')?.status === 'synced', 15_000);
    expect(live.starts().filter((name) => name === 'a').length - 1).toBeLessThanOrEqual(3);
    expect(pidOf(live, 'b')).toBe(pid);
  });
});

/** State letter of a process; `Z` also when it is gone. */
function processState(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text[text.lastIndexOf(')') + 2] ?? 'Z';
  } catch {
    return 'Z';
  }
}
