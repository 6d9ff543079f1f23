/** The application menu: none, except where the system shows one always and takes the editing keys from it. */
import { Menu } from 'electron';

/** Sets it for this system. */
export function setApplicationMenu(platform: NodeJS.Platform = process.platform): void {
  if (platform !== 'darwin') {
    Menu.setApplicationMenu(null);
    return;
  }
  Menu.setApplicationMenu(Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]));
}
