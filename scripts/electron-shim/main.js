/** Stand-in for Electron's own default app, for a runtime that ships without one. */
const { app } = require('electron');
const fs = require('node:fs');
const path = require('node:path');
const { Module } = require('node:module');

const preloads = [];
let folder = null;
for (let i = 1; i < process.argv.length; i++) {
  const argument = process.argv[i];
  if (argument === '-v' || argument === '--version') {
    console.log(`v${process.versions.electron}`);
    process.exit(0);
  }
  if (argument === '-a' || argument === '--abi') {
    console.log(process.versions.modules);
    process.exit(0);
  }
  if (argument === '-r' || argument === '--require') {
    preloads.push(process.argv[++i]);
    continue;
  }
  if (argument.startsWith('-')) continue;
  folder = argument;
  break;
}
// Playwright holds `ready` back with a preload, so preloads come before anything of the app.
if (preloads.length > 0) Module._preloadModules(preloads);
if (folder === null) {
  console.error('usage: electron [-r module] <app folder>');
  process.exit(1);
}
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });

const target = path.resolve(folder);
const packageFile = path.join(target, 'package.json');
let appPath;
if (fs.existsSync(packageFile)) {
  const about = JSON.parse(fs.readFileSync(packageFile, 'utf8'));
  if (about.version) app.setVersion(about.version);
  if (about.productName || about.name) app.name = about.productName || about.name;
  app.setDesktopName(about.desktopName || `${app.name}.desktop`);
  if (about.v8Flags) require('node:v8').setFlagsFromString(about.v8Flags);
  appPath = target;
}
try {
  const main = Module._resolveFilename(target, null, true);
  app.setAppPath(appPath || path.dirname(main));
  Module._load(main, null, true);
} catch (error) {
  console.error('App threw an error during load');
  console.error(error?.stack || error);
  process.exit(1);
}
