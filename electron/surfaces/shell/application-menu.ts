/** The application menu: hidden on Linux and Windows until Alt is pressed, always there on macOS; it carries the editing keys and the help. */
import { BrowserWindow, clipboard, dialog, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Problem } from '../../contract/problem.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Windows } from './windows.ts';
import { nextLevel } from './zoom-keys.ts';

export interface MenuOptions {
  readonly engine: Pick<Engine, 'call'>;
  readonly windows: Pick<Windows, 'open'>;
  readonly quit: () => void;
  readonly developing: boolean;
  readonly platform?: NodeJS.Platform;
}

/** Sets it for this system. */
export function setApplicationMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)));
}

function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const platform = options.platform ?? process.platform;
  const help: MenuItemConstructorOptions = { role: 'help', label: '&Help', submenu: helpItems(options) };
  if (platform === 'darwin') return [{ role: 'appMenu' }, { role: 'editMenu' }, viewMenu(options), { role: 'windowMenu' }, help];
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      { role: 'close', label: 'Close window', accelerator: 'CommandOrControl+W' },
      { type: 'separator' },
      { label: 'Quit Tooltray', accelerator: 'CommandOrControl+Q', click: options.quit },
    ],
  };
  return [file, { role: 'editMenu', label: '&Edit' }, viewMenu(options), help];
}

function viewMenu({ developing }: MenuOptions): MenuItemConstructorOptions {
  const zoom = (label: string, key: string, accelerator: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    // The keys themselves are taken in the page's own input, where every layout's plus and minus is known.
    registerAccelerator: false,
    click: () => zoomFocused(key),
  });
  const development: MenuItemConstructorOptions[] = [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }];
  return {
    label: '&View',
    submenu: [
      zoom('Zoom in', '+', 'CommandOrControl+Plus'),
      zoom('Zoom out', '-', 'CommandOrControl+-'),
      zoom('Actual size', '0', 'CommandOrControl+0'),
      ...(developing ? development : []),
    ],
  };
}

function zoomFocused(key: string): void {
  const contents = BrowserWindow.getFocusedWindow()?.webContents;
  contents?.setZoomLevel(nextLevel(key, contents.getZoomLevel()) ?? 0);
}

function helpItems({ engine, windows }: MenuOptions): MenuItemConstructorOptions[] {
  return [
    { label: 'Keyboard shortcuts', click: () => windows.open('/help/shortcuts') },
    { type: 'separator' },
    { label: 'Open log folder', click: () => void openLogs(engine) },
    { label: 'Copy diagnostics', click: () => void copyDiagnostics(engine) },
  ];
}

async function openLogs(engine: MenuOptions['engine']): Promise<void> {
  const answer = await engine.call('files.reveal', { what: 'logs' }, 'owner');
  if (!answer.ok) explain('The log folder could not be shown', answer.problem);
}

async function copyDiagnostics(engine: MenuOptions['engine']): Promise<void> {
  const answer = await engine.call('diagnostics.get', {}, 'owner');
  if (answer.ok) clipboard.writeText(answer.result.text);
  else explain('The diagnostics could not be copied', answer.problem);
}

function explain(what: string, problem: Problem): void {
  void dialog.showMessageBox({ type: 'warning', title: 'Tooltray', message: `${what}: ${problem.message}`, detail: problem.hint ?? '' });
}
