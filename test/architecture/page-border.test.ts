/** Rules of the border between page and app that can be read off the sources. */
import { describe, expect, test } from 'vitest';
import { readFiles, type SourceFile, withoutComments } from './source-files.ts';

const electron = readFiles(['electron'], /\.ts$/);
const renderer = readFiles(['renderer'], /\.(tsx?|html)$/);
const users = (files: readonly SourceFile[], word: RegExp): readonly string[] =>
  files.filter((file) => word.test(withoutComments(file.text))).map((file) => file.path);

describe('T34 the page border', () => {
  test('T34 only the preload touches ipcRenderer, and hands out no Electron object', () => {
    expect(users([...electron, ...renderer], /\bipcRenderer\b/)).toEqual(['electron/preload.ts']);
    const preload = withoutComments(electron.find((file) => file.path === 'electron/preload.ts')?.text ?? '');
    // Exposed are functions of our own; never the object, and never a function of it as it is.
    expect(preload).not.toMatch(/exposeInMainWorld\([^)]*\bipcRenderer\b\s*[,)}]/);
    expect(preload.match(/ipcRenderer\.\w+/g)?.sort()).toEqual([
      'ipcRenderer.invoke',
      'ipcRenderer.off',
      'ipcRenderer.on',
      'ipcRenderer.send',
      'ipcRenderer.send',
    ]);
    for (const use of preload.matchAll(/ipcRenderer\.\w+(.)/g)) expect(use[1]).toBe('(');
  });

  test('T34 messages of pages are taken in two files, and both ask who sends', () => {
    const takers = users(electron, /\bipc(?:Main)?\.(?:on|once|handle|handleOnce)\(/);
    expect(takers).toEqual(['electron/surfaces/ipc/serve-feed.ts', 'electron/surfaces/ipc/serve-operations.ts']);
    for (const taker of takers) expect(users(electron, /isTrustedSender\(/)).toContain(taker);
  });

  test('T33 nothing weakens a window', () => {
    const weak =
      /nodeIntegration\w*: true|contextIsolation: false|sandbox: false|webSecurity: false|webviewTag: true|enableBlinkFeatures|experimentalFeatures: true|allowRunningInsecureContent: true|enableRemoteModule|no-sandbox|ignore-certificate-errors|remote-debugging/;
    expect(users(electron, weak)).toEqual([]);
    expect(users(electron, /new (?:BrowserWindow|BrowserView|WebContentsView|BaseWindow)\(/)).toEqual([
      'electron/surfaces/shell/windows.ts',
    ]);
  });

  test('T33 no address is handed to the system to open', () => {
    expect(users(electron, /\bopenExternal\b/)).toEqual([]);
  });

  test('T17 text is set as text, never as HTML', () => {
    expect(
      users(
        renderer,
        /dangerouslySetInnerHTML|\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|srcdoc|createContextualFragment/i,
      ),
    ).toEqual([]);
  });
});
