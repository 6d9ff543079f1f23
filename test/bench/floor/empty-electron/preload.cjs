// Shows a line that comes from main and notes when it was painted, as the probe in our own page does.
const { contextBridge, ipcRenderer } = require('electron');

const seen = {};
contextBridge.exposeInMainWorld('seen', () => seen);
ipcRenderer.on('line', (_event, line) => {
  document.getElementById('line').textContent = line;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      seen[line] = Date.now();
    };
    channel.port2.postMessage(0);
  });
});
