/** T33 S08: the twenty items of Electron's security checklist, by its numbers, in every window of the running app. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, launchApp, type RunningApp, test } from '../helpers/launch-app.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

// Nothing here changes the app, so one start serves all; they stay in one worker.
test.describe.configure({ mode: 'default' });
let running: RunningApp;
let page: Page;
test.beforeAll(async () => {
  running = await launchApp({ files: { 'mcp.json': '{"mcpServers": {}}' } });
  page = await running.page();
  await page.waitForLoadState();
});
test.afterAll(() => running.close());

/** Settings of every window as Electron carried them out. */
async function preferences(): Promise<readonly Record<string, unknown>[]> {
  const all = await running.app.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .map((one) => (one as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences()),
  );
  expect(all.length).toBeGreaterThan(0);
  return all;
}

async function everyWindow(wanted: Readonly<Record<string, unknown>>): Promise<void> {
  for (const one of await preferences()) expect(one).toMatchObject(wanted);
}

/** Never on, whether it is left out or switched off. */
async function off(...names: readonly string[]): Promise<void> {
  for (const one of await preferences()) for (const name of names) expect(one[name] ?? false, name).toBe(false);
}

/** What main's session lets through, past the policy of the page. */
const sessionFetch = (address: string) =>
  running.app.evaluate(async ({ session }, to) => {
    const target = session.defaultSession as unknown as { fetch(address: string): Promise<unknown> };
    return target.fetch(to).then(
      () => 'reached',
      (error: Error) => error.message,
    );
  }, address);

const items: readonly (readonly [title: string, check: () => Promise<void> | void])[] = [
  [
    'only secure content is loaded',
    async () => {
      for (const one of running.app.windows())
        expect(await one.evaluate(() => [isSecureContext, location.protocol])).toEqual([true, 'tooltray:']);
      expect(await sessionFetch('http://127.0.0.1:9/')).toContain('ERR_BLOCKED_BY_CLIENT');
    },
  ],
  [
    'no Node integration',
    async () => {
      await off('nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames');
      expect(await page.evaluate(() => ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis))).toEqual([]);
    },
  ],
  ['context isolation', () => everyWindow({ contextIsolation: true })],
  ['process sandboxing', () => everyWindow({ sandbox: true })],
  [
    'permission requests are handled: denied',
    async () => {
      const states = await page.evaluate(async () => {
        const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'] as PermissionName[];
        return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
      });
      expect(new Set(states)).toEqual(new Set(['denied']));
    },
  ],
  ['webSecurity stays on', () => everyWindow({ webSecurity: true })],
  [
    'a Content-Security-Policy without inline code or other origins',
    async () => {
      const policy = await page.evaluate(async () => (await fetch(location.href)).headers.get('Content-Security-Policy'));
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe-|https?:|\*/);
    },
  ],
  ['no insecure content beside secure content', () => off('allowRunningInsecureContent')],
  ['no experimental features', () => off('experimentalFeatures')],
  [
    'no extra Blink features',
    async () => {
      for (const one of await preferences()) expect(one.enableBlinkFeatures ?? '').toBe('');
    },
  ],
  [
    'no webview, so none with allowpopups',
    async () => {
      await off('webviewTag');
      const before = await running.app.evaluate(({ webContents }) => webContents.getAllWebContents().length);
      await page.evaluate(() => {
        const view = document.createElement('webview');
        view.setAttribute('allowpopups', '');
        view.setAttribute('src', 'data:text/html,x');
        document.body.append(view);
        view.remove();
      });
      expect(await running.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(before);
    },
  ],
  [
    'a webview would be refused before it is made',
    async () => {
      const answers = await running.app.evaluate(({ webContents }) =>
        webContents.getAllWebContents().map((one) => {
          let prevented = false;
          one.emit('will-attach-webview', { preventDefault: () => (prevented = true) }, {}, {});
          return prevented;
        }),
      );
      expect(answers.length).toBeGreaterThan(0);
      expect(answers.filter((prevented) => !prevented)).toEqual([]);
    },
  ],
  [
    'navigation is limited to our own page',
    async () => {
      const here = page.url();
      await page.evaluate(() => {
        location.href = 'https://example.com/';
      });
      // Answered by the page, so it is still there.
      expect(await page.evaluate(() => document.readyState)).toBe('complete');
      expect(page.url()).toBe(here);
    },
  ],
  [
    'no new windows',
    async () => {
      expect(await page.evaluate(() => ['https://example.com/', 'about:blank', 'tooltray://app/'].map((to) => open(to) === null))).toEqual([
        true,
        true,
        true,
      ]);
      expect(running.app.windows()).toHaveLength(1);
    },
  ],
  [
    'nothing is handed to openExternal',
    async () => {
      await running.app.evaluate(({ shell }) => {
        const seen: string[] = [];
        (globalThis as Record<string, unknown>).openedOutside = seen;
        shell.openExternal = async (address) => void seen.push(address);
      });
      await page.evaluate(() => {
        for (const target of ['_self', '_blank', '_top']) {
          const link = Object.assign(document.createElement('a'), { href: 'mailto:someone@example.com', target });
          document.body.append(link);
          link.click();
          link.remove();
        }
        open('https://example.com/');
      });
      expect(await running.app.evaluate(() => (globalThis as Record<string, unknown>).openedOutside)).toEqual([]);
    },
  ],
  [
    'a current Electron: pinned, and an old runtime is for tests alone',
    () => {
      const about = JSON.parse(read('package.json')) as { readonly devDependencies: Readonly<Record<string, string>> };
      expect(about.devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
      expect(Number.parseInt(about.devDependencies.electron ?? '', 10)).toBeGreaterThanOrEqual(45);
      expect(read('electron-builder.yml')).not.toMatch(/electronVersion|electronDist/);
      expect(read('scripts/package.mjs')).toContain('not for a release');
    },
  ],
  [
    'the sender of every message is checked',
    async () => {
      const answer = await running.app.evaluate(async ({ BrowserWindow, app }) => {
        const preload = `${app.getAppPath()}/dist/preload/preload.cjs`;
        const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
        await stranger.loadURL('data:text/html,<title>stranger</title>');
        const asked = await stranger.webContents.executeJavaScript(`(async () => {
          let heard = 0;
          tooltray.subscribe(() => { heard += 1; });
          const answers = await Promise.all(['view.get', 'approvals.approve'].map((name) => tooltray.invoke(name, {})));
          return { codes: answers.map((one) => one.ok ? 'ok' : one.problem.code), heard };
        })()`);
        stranger.destroy();
        return asked;
      });
      expect(answer).toEqual({ codes: ['forbidden', 'forbidden'], heard: 0 });
      await expect.poll(() => running.app.windows().length).toBe(1);
    },
  ],
  [
    'a protocol of its own instead of file:',
    async () => {
      for (const one of running.app.windows()) expect(new URL(one.url()).protocol).toBe('tooltray:');
      expect(
        await page.evaluate(() =>
          fetch('file:///etc/passwd').then(
            () => 'read',
            () => 'refused',
          ),
        ),
      ).toBe('refused');
    },
  ],
  [
    'fuses are set (read back from the built program in package.test.ts)',
    () => {
      const fuses = /electronFuses:\n((?: {2}\w+: \w+\n)+)/.exec(read('electron-builder.yml'))?.[1] ?? '';
      expect(fuses.trim().split(/\n\s*/)).toEqual([
        'runAsNode: false',
        'enableCookieEncryption: true',
        'enableNodeOptionsEnvironmentVariable: false',
        'enableNodeCliInspectArguments: false',
        'enableEmbeddedAsarIntegrityValidation: true',
        'onlyLoadAppFromAsar: true',
      ]);
      expect(read('scripts/package.mjs')).toContain('grantFileProtocolExtraPrivileges: false');
    },
  ],
  [
    'no Electron API reaches the page',
    async () => {
      const exposed = await page.evaluate(() => {
        const { tooltray } = globalThis as unknown as { tooltray: Record<string, unknown> };
        const names = ['electron', 'ipcRenderer', 'contextBridge', 'webFrame', 'remote'].filter((name) => name in globalThis);
        return {
          names,
          members: Object.entries(tooltray).map(([name, value]) => `${name}: ${typeof value}`),
          frozen: Object.isFrozen(tooltray),
        };
      });
      expect(exposed).toEqual({ names: [], members: ['invoke: function', 'subscribe: function'], frozen: true });
    },
  ],
];

test('T33 S08 the list has its twenty items', () => {
  expect(items).toHaveLength(20);
});

for (const [index, [title, check]] of items.entries()) {
  test(`T33 S08 item ${index + 1}: ${title}`, async () => {
    await check();
  });
}
