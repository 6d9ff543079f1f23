/** Settings of `npm run screenshots`: pictures for people to look at, apart from the end-to-end tests. */
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import ordinary from './playwright.config.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** The slowest picture waits for a server's deadline. */
const storyLimitMs = 240_000;
/** Longer than that deadline. */
const statusLimitMs = 60_000;

export default defineConfig({
  ...ordinary,
  testMatch: '*.pictures.ts',
  outputDir: path.join(root, 'test-results', 'screenshots-run'),
  reporter: [['list']],
  timeout: storyLimitMs,
  expect: { timeout: statusLimitMs },
});
