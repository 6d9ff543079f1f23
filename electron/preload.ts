/** What the page gets of the app: one function to ask, one to listen; no channel names, no Electron objects. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { FeedMessage } from './contract/feed.ts';

let listeners = 0;

contextBridge.exposeInMainWorld('tooltray', {
  invoke: (name: unknown, input: unknown): Promise<unknown> => ipcRenderer.invoke('tooltray:invoke', String(name), input),
  /** Every call asks for a new numbered snapshot; what is given back ends it. */
  subscribe: (listener: (message: FeedMessage) => void): (() => void) => {
    const pass = (_event: IpcRendererEvent, message: FeedMessage): void => listener(message);
    let ended = false;
    ipcRenderer.on('tooltray:feed', pass);
    listeners += 1;
    ipcRenderer.send('tooltray:subscribe');
    return () => {
      if (ended) return;
      ended = true;
      ipcRenderer.off('tooltray:feed', pass);
      listeners -= 1;
      if (listeners === 0) ipcRenderer.send('tooltray:unsubscribe');
    };
  },
});
