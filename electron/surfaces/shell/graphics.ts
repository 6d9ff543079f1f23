/** Drawing on machines without a graphics card. */
import { existsSync } from 'node:fs';
import type { App } from 'electron';

/** A card of any kind shows up as one of these (the last is Windows' subsystem for Linux). */
const cards = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'];

/**
 * Without a card Chromium starts and loses its GPU process several times before it draws by itself, and a page that opens
 * meanwhile may wait for it for good. So it is told beforehand; call before the app is ready.
 */
export function drawWithoutCard(app: Pick<App, 'disableHardwareAcceleration'>, platform: NodeJS.Platform = process.platform): void {
  if (platform === 'linux' && !cards.some((card) => existsSync(card))) app.disableHardwareAcceleration();
}
