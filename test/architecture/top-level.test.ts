/** The shape of the project as a newcomer sees it first. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, readFiles, root, versionedFiles } from './source-files.ts';

const required = ['package.json', 'tsconfig.json', 'electron', 'renderer', 'test', 'electron-builder.yml', 'vite.config.ts', 'README.md'];
const allowed = [...required, 'package-lock.json', 'LICENSE', 'scripts', 'docs'];

/** A library of the design card, and where it must be imported for real. */
const libraries: readonly { readonly name: string; readonly folders: readonly string[] }[] = [
  { name: 'electron', folders: ['electron'] },
  { name: 'chokidar', folders: ['electron'] },
  { name: '@modelcontextprotocol/client', folders: ['electron'] },
  { name: '@modelcontextprotocol/sdk', folders: ['test'] },
  { name: 'electron-store', folders: ['electron'] },
  { name: 'react', folders: ['renderer'] },
  { name: 'vite', folders: ['vite.config.ts'] },
  { name: '@playwright/test', folders: ['test'] },
];

describe('top level', () => {
  test('K-09 holds the given files and folders and nothing that belongs elsewhere', () => {
    const names = new Set(versionedFiles().map((file) => file.split('/')[0] ?? ''));
    expect(required.filter((name) => !names.has(name))).toEqual([]);
    expect([...names].filter((name) => !name.startsWith('.') && !allowed.includes(name))).toEqual([]);
  });

  test.each(libraries)('K-10 $name is a dependency and is imported', ({ name, folders }) => {
    const about = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string> | undefined>;
    expect({ ...about.dependencies, ...about.devDependencies }).toHaveProperty([name]);
    const importers = readFiles(folders).filter((file) => importsOf(file.text).some((one) => one === name || one.startsWith(`${name}/`)));
    expect(importers.length).toBeGreaterThan(0);
  });

  test('no file names a package registry or a place on one machine', () => {
    const files = [
      ...readFiles(['electron', 'renderer', 'scripts', 'test', 'package.json', 'package-lock.json'], /\.(ts|tsx|mjs|js|json|yml)$/),
    ];
    const words = new RegExp(['registry\\.npm', 'npmjs\\.', '/(?:home|Users)/(?!\\$)[a-z]+/(?:dev|src|work)'].join('|'));
    expect(files.length).toBeGreaterThan(20);
    const own = 'test/architecture/top-level.test.ts';
    expect(files.filter((file) => file.path !== own && words.test(file.text)).map((file) => file.path)).toEqual([]);
  });
});
