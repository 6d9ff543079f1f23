/** Menu lines as the template that Electron builds a menu from. */
import type { MenuItemConstructorOptions } from 'electron';
import type { TrayCommand, TrayLine } from '../../core/view/tray-view.ts';

type Run = (command: TrayCommand) => void;

/** A template for the lines; `run` is told which command was chosen. */
export const trayMenu = (lines: readonly TrayLine[], run: Run): MenuItemConstructorOptions[] => lines.map((line) => menuItem(line, run));

function menuItem(line: TrayLine, run: Run): MenuItemConstructorOptions {
  switch (line.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'text':
      return { label: literal(line.label), enabled: false };
    case 'entry':
      return { label: literal(line.label), click: () => run(line.command) };
    case 'submenu':
      return { label: literal(line.label), submenu: trayMenu(line.lines, run) };
  }
}

/** In a label an ampersand would mark the next letter as access key and vanish. */
const literal = (label: string): string => label.replaceAll('&', '&&');
