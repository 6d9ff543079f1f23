/** T33: what a hostile page inside the real window could do. */
import { expect, test } from '../helpers/launch-app.ts';

const mcp = { 'mcp.json': '{"mcpServers": {}}' };

test.describe('T33 the window', () => {
  test('T33 is sandboxed, isolated and without Node', async ({ launch }) => {
    const { app, page } = await launch({ files: mcp });
    const window = await page();
    const preferences = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((one) => {
        const contents = one.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
        return contents.getLastWebPreferences();
      }),
    );
    expect(preferences.length).toBeGreaterThan(0);
    for (const one of preferences) {
      expect(one).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
      expect(one.allowRunningInsecureContent).not.toBe(true);
      expect(one.experimentalFeatures).not.toBe(true);
      expect(one.webviewTag).not.toBe(true);
      expect(one.nodeIntegrationInWorker).not.toBe(true);
    }
    const seen = await window.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'ipcRenderer', 'electron'].filter((name) => name in globalThis),
    );
    expect(seen).toEqual([]);
  });

  test('T33 T34 exposes two functions and nothing behind them', async ({ launch }) => {
    const { page } = await launch({ files: mcp });
    const window = await page();
    const exposed = await window.evaluate(() => {
      const api = (globalThis as unknown as { tooltray: Record<string, unknown> }).tooltray;
      return Object.entries(api).map(([name, value]) => `${name}: ${typeof value}, ${Object.isFrozen(api)}`);
    });
    expect(exposed).toEqual(['invoke: function, true', 'subscribe: function, true']);
  });

  test('T34 operations that are none, or are asked wrongly, are refused', async ({ launch }) => {
    const { page } = await launch({ files: mcp });
    const window = await page();
    const answers = await window.evaluate(async () => {
      const { invoke } = (globalThis as unknown as { tooltray: { invoke(name: unknown, input: unknown): Promise<{ ok: boolean }> } })
        .tooltray;
      const wrong: [unknown, unknown][] = [
        ['toString', {}],
        ['__proto__', {}],
        [{}, {}],
        ['servers.sync', 7],
        ['sources.add', { sources: 'x' }],
        ['settings.set', { port: -1 }],
      ];
      return Promise.all(wrong.map(async ([name, input]) => (await invoke(name, input)).ok));
    });
    expect(answers).toEqual([false, false, false, false, false, false]);
  });

  test('T33 is served by our own protocol with a policy without inline code', async ({ launch }) => {
    const { page } = await launch({ files: mcp });
    const window = await page();
    expect(new URL(window.url()).protocol).toBe('tooltray:');
    const policy = await window.evaluate(async () => (await fetch('tooltray://app/index.html')).headers.get('Content-Security-Policy'));
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/);
  });

  test('T33 runs no inline script, no eval, no foreign style', async ({ launch }) => {
    const { page } = await launch({ files: mcp });
    const window = await page();
    const result = await window.evaluate(async () => {
      const facts = globalThis as unknown as Record<string, unknown>;
      const script = document.createElement('script');
      script.textContent = 'globalThis.inlineRan = true';
      document.body.append(script);
      const image = document.createElement('div');
      image.innerHTML = '<img src="x" onerror="globalThis.handlerRan = true">';
      document.body.append(image);
      const style = document.createElement('style');
      style.textContent = 'body { --injected: yes }';
      document.head.append(style);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { inline: facts.inlineRan, handler: facts.handlerRan, style: getComputedStyle(document.body).getPropertyValue('--injected') };
    });
    expect(result).toEqual({ inline: undefined, handler: undefined, style: '' });
  });

  test('T33 opens no window and goes nowhere', async ({ launch }) => {
    const { app, page } = await launch({ files: mcp });
    const window = await page();
    const opened = await window.evaluate(() =>
      ['https://example.com/', 'about:blank', 'tooltray://app/'].map((address) => globalThis.open(address) === null),
    );
    expect(opened).toEqual([true, true, true]);
    for (const address of [
      'https://example.com/',
      'file:///etc/passwd',
      'data:text/html,x',
      'tooltray://other/',
      'tooltray://app/settings.json',
    ]) {
      await window.evaluate((to) => {
        location.href = to;
      }, address);
      await window.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
      expect(window.url()).toMatch(/^tooltray:\/\/app\/#/);
    }
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('T33 reaches no other address, not even a local one', async ({ launch }) => {
    const { app, page } = await launch({ files: mcp });
    const window = await page();
    const reached = await window.evaluate(async () => {
      const addresses = ['http://127.0.0.1:8881/', 'https://example.com/', 'file:///etc/passwd', 'tooltray://other/index.html'];
      return Promise.all(
        addresses.map((address) =>
          fetch(address).then(
            () => address,
            () => null,
          ),
        ),
      );
    });
    expect(reached.filter(Boolean)).toEqual([]);
    // Past the page's policy: the session itself lets nothing through.
    const fromSession = await app.evaluate(async ({ session }) => {
      const target = session.defaultSession as unknown as { fetch(address: string): Promise<unknown> };
      return target.fetch('http://127.0.0.1:9/').then(
        () => 'reached',
        (error: Error) => error.message,
      );
    });
    expect(fromSession).toContain('ERR_BLOCKED_BY_CLIENT');
  });

  test('T33 serves nothing outside the page’s folder', async ({ launch }) => {
    const { page } = await launch({ files: mcp });
    const window = await page();
    const statuses = await window.evaluate(async () => {
      const paths = ['../main/main.cjs', '%2e%2e/main/main.cjs', '..%2f..%2fpackage.json', '..%2fmain%2fmain.js', 'nonsense.js'];
      return Promise.all(paths.map(async (path) => (await fetch(`tooltray://app/${path}`)).status));
    });
    expect(statuses).toEqual([404, 404, 404, 404, 404]);
  });

  test('T33 is given no permission', async ({ launch }) => {
    const { page } = await launch({ files: mcp });
    const window = await page();
    const states = await window.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'];
      const asked = await Promise.all(
        names.map(async (name) =>
          navigator.permissions.query({ name: name as PermissionName }).then(
            (one) => one.state,
            () => 'denied',
          ),
        ),
      );
      const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'granted',
        () => 'denied',
      );
      return [...asked, media, await Notification.requestPermission()];
    });
    expect(states.filter((state) => state !== 'denied')).toEqual([]);
  });

  test('T33 downloads nothing', async ({ launch }) => {
    const { app, page } = await launch({ files: mcp });
    const window = await page();
    await app.evaluate(({ session }) => {
      session.defaultSession.on('will-download', (event) => {
        (globalThis as Record<string, unknown>).downloadPrevented = event.defaultPrevented;
      });
    });
    await window.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'data:application/octet-stream,x';
      link.download = 'x.bin';
      document.body.append(link);
      link.click();
    });
    await expect.poll(() => app.evaluate(() => (globalThis as Record<string, unknown>).downloadPrevented)).toBe(true);
  });
});
