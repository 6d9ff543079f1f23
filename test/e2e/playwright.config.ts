/** Settings of the end-to-end tests: the real app, with the Electron runtime that `npm start` would use. */
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { resolveElectronDist } from '../../scripts/electron-dist.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const report = path.join(root, 'scripts', 'playwright-reporter.mjs');

// The electron package, which Playwright asks for the program, follows this variable; workers inherit it.
process.env.ELECTRON_OVERRIDE_DIST_PATH ||= resolveElectronDist().dir;

export default defineConfig({
  testDir: '.',
  outputDir: path.join(root, 'test-results'),
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], [report]],
  // One test is a whole story of a real app with real servers.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: { trace: 'retain-on-failure' },
});
