/** Looking for a tray on a real session bus. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { watchTrayHost } from '../../../electron/surfaces/shell/tray-host.ts';
import { DesktopBus } from '../../helpers/desktop-bus.ts';
import { waitFor } from '../../helpers/wait-for.ts';

async function desktop(tray: boolean) {
  const bus = await DesktopBus.start({ tray });
  onTestFinished(() => bus.stop());
  const seen: boolean[] = [];
  const host = watchTrayHost({ platform: 'linux', address: bus.address, onChange: (present) => seen.push(present) });
  onTestFinished(() => host.close());
  await host.ready;
  return { bus, host, seen };
}

describe('tray host', () => {
  test('a desktop with a tray is recognised', async () => {
    const { host } = await desktop(true);
    expect(host.present()).toBe(true);
  });

  test('a tray that comes late and one that goes are noticed', async () => {
    const { bus, host, seen } = await desktop(false);
    expect(host.present()).toBe(false);
    await bus.showTray();
    await waitFor(() => host.present());
    await bus.hideTray();
    await waitFor(() => !host.present());
    expect(seen).toEqual([true, false]);
  });

  test('no bus means no tray, without an error', async () => {
    const host = watchTrayHost({ platform: 'linux', address: 'unix:path=/nowhere/at/all', onChange: () => {} });
    await host.certain;
    expect(host.present()).toBe(false);
    host.close();
  });

  test('other systems always have one', async () => {
    const host = watchTrayHost({ platform: 'darwin', onChange: () => {} });
    await host.ready;
    expect(host.present()).toBe(true);
  });
});
