/** What the watch does when the system refuses to report changes. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { bundleChild, type Limits, limitedWatch, noNamespaces } from './limited-watch.ts';

const ways: readonly { readonly id: string; readonly limits: Limits; readonly code: string }[] = [
  { id: 'F21 S1-46 without a single watch to spare', limits: { max_inotify_watches: 0 }, code: 'ENOSPC' },
  { id: 'F21 with watches for a part of the folders', limits: { max_inotify_watches: 5 }, code: 'ENOSPC' },
  { id: 'F22 without an inotify instance', limits: { max_inotify_instances: 0 }, code: 'EMFILE' },
];

function clients(count: number): readonly string[] {
  const folder = tempFolder();
  return Array.from({ length: count }, (_, at) => {
    mkdirSync(path.join(folder, `client-${at}`));
    const file = path.join(folder, `client-${at}`, 'mcp.json');
    writeFileSync(file, '{}');
    return file;
  });
}

describe('limits of the system', () => {
  let program = '';
  beforeAll(async () => {
    if (noNamespaces !== null) return;
    const folder = mkdtempSync(path.join(tmpdir(), 'tooltray-test-'));
    program = await bundleChild(folder);
    return () => rmSync(folder, { recursive: true, force: true });
  });

  beforeEach((context) => {
    if (noNamespaces !== null) context.skip(noNamespaces);
  });

  for (const { id, limits, code } of ways) {
    test(`${id} every change is still seen within 2 s, with one warning`, async () => {
      const files = clients(8);
      const watch = limitedWatch(program, limits, files);
      await waitFor(() => watch.reports.length > 0);
      expect(watch.reports[0]).toMatchObject({ mode: 'polling', problem: { code: 'watch-polling', evidence: [code] } });
      for (const file of files) {
        writeFileSync(`${file}.new`, '{"a":1}');
        renameSync(`${file}.new`, file);
      }
      await waitFor(() => files.every((file) => watch.told.includes(file)), 2_000);
      const late = files[3] ?? '';
      rmSync(path.dirname(late), { recursive: true });
      const before = watch.told.length;
      await waitFor(() => watch.told.slice(before).includes(late), 2_000);
      mkdirSync(path.dirname(late));
      writeFileSync(late, '{"back":1}');
      const gone = watch.told.length;
      await waitFor(() => watch.told.slice(gone).includes(late), 2_000);
      expect(watch.reports).toHaveLength(1);
    });
  }

  test('R18 the system reports again once the limit is lifted, and the warning is taken back', async () => {
    const files = clients(4);
    const watch = limitedWatch(program, { max_inotify_watches: 0 }, files);
    await waitFor(() => watch.reports.length > 0);
    watch.limit('max_inotify_watches', 1_000);
    await waitFor(() => watch.reports.length > 1);
    expect(watch.reports[1]).toEqual({ mode: 'watching', problem: null });
    const start = performance.now();
    writeFileSync(files[0] ?? '', '{"a":1}');
    await waitFor(() => watch.told.includes(files[0] ?? ''));
    expect(performance.now() - start).toBeLessThan(500);
  });

  test('R18 looking at 50 files every second takes at most 1 % of a core', async () => {
    const watch = limitedWatch(program, { max_inotify_watches: 0, retryMs: 30_000 }, clients(50));
    await waitFor(() => watch.reports.length > 0);
    const [startMs, before] = [performance.now(), await watch.cpuMs()];
    await waitFor(() => performance.now() - startMs > 3_000);
    const share = ((await watch.cpuMs()) - before) / (performance.now() - startMs);
    console.info(`polling 50 files: ${(share * 100).toFixed(2)} % of a core`);
    expect(share).toBeLessThan(0.01);
  });
});
