// The least that is a tray app with a window: what Electron itself costs, whatever is built on it.
const { spawn } = require('node:child_process');
const path = require('node:path');
const { createInterface } = require('node:readline');
const { app, BrowserWindow, nativeImage, Tray } = require('electron');

const side = 22;
const bytesPerPixel = 4;
let window = null;
let tray = null;

app.disableHardwareAcceleration();
if (process.env.FLOOR_DATA) app.setPath('userData', process.env.FLOOR_DATA);
app.on('window-all-closed', () => {});
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => app.exit(0));

function open() {
  if (window !== null) return window.show();
  const webPreferences = { preload: path.join(__dirname, 'preload.cjs'), sandbox: true, contextIsolation: true };
  window = new BrowserWindow({ width: 1180, height: 760, show: false, webPreferences });
  window.once('ready-to-show', () => window.show());
  window.on('closed', () => {
    window = null;
  });
  window.loadFile(path.join(__dirname, 'page.html'));
}

/** Each line that the program writes goes to tray and page by the shortest way there is. */
function follow(words) {
  const child = spawn(words[0], words.slice(1), { stdio: ['ignore', 'pipe', 'ignore'] });
  createInterface({ input: child.stdout }).on('line', (line) => {
    tray.setToolTip(line);
    window?.webContents.send('line', line);
  });
  app.on('quit', () => child.kill());
}

app.whenReady().then(() => {
  tray = new Tray(nativeImage.createFromBitmap(Buffer.alloc(side * side * bytesPerPixel, 0xff), { width: side, height: side }));
  tray.setToolTip('Empty');
  tray.on('click', open);
  if (!process.argv.includes('--hidden')) open();
  if (process.env.FLOOR_FOLLOW) follow(JSON.parse(process.env.FLOOR_FOLLOW));
});
