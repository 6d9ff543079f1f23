/** Globals that Node 18 inside an older Electron lacks and the libraries ask for; nothing on newer ones. Imported first. */
import { File as NodeFile } from 'node:buffer';
import { webcrypto } from 'node:crypto';

const globals = globalThis as Record<string, unknown>;
globals.crypto ??= webcrypto;
globals.File ??= NodeFile;
