/** A server that never answers, through the built command line; apart from the rest because it waits for a real deadline. */
import { beforeAll, expect, test } from 'vitest';
import { builtCli, cliHome } from '../helpers/cli.ts';

beforeAll(builtCli, 120_000);

test('S0-46 a server that hangs costs its own deadline and nobody else’s: the others are listed, the whole takes under 35 s', {
  timeout: 60_000,
}, async () => {
  const h = await cliHome();
  h.write({
    hangs: h.server('hangs', { flags: ['--hang-list'] }),
    mute: h.server('mute', { flags: ['--never-init'] }),
    fine: h.server('fine'),
  });
  const startedMs = Date.now();
  const report = await h.sync();
  expect(Date.now() - startedMs).toBeLessThan(35_000);
  expect(report).toMatchObject({ synced: true, tools: 3, servers: { total: 3, ok: 1 } });
  expect(report.problems).toEqual(
    expect.arrayContaining([expect.objectContaining({ server: 'hangs' }), expect.objectContaining({ server: 'mute', code: 'deadline' })]),
  );
});
