/** Builds renderer, main, preload and command line, and holds the test settings. */
import { chmodSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const out = path.join(root, 'dist');
/** `usocket` and `x11` are optional parts of dbus-next, asked for only where the session bus has no usual address. */
const external = ['electron', 'usocket', 'x11', ...builtinModules, /^node:/];
const shebang = '#!/usr/bin/env node\n';

/** Settings for a bundle that runs in Node: everything but Node and Electron is bundled in. */
function nodeBundle(name: 'main' | 'preload' | 'cli') {
  const shared = { sourcemap: true, minify: false };
  const input = { [name]: path.join(root, `electron/${name}.ts`) };
  const resolve = { noExternal: true as const, conditions: ['node', 'import', 'module', 'default'] };
  if (name === 'cli') {
    // Lives in dist/ itself beside the other bundles, so only its own chunks may be emptied (see buildApp).
    const output = { format: 'es' as const, entryFileNames: 'cli.js', chunkFileNames: 'cli/[name]-[hash].js' };
    const build = { ...shared, outDir: out, emptyOutDir: false, target: 'node20', rolldownOptions: { input, external, output } };
    return { consumer: 'server' as const, resolve, build };
  }
  // A sandboxed preload cannot require a second file; main loads its heavy parts when they are needed.
  const output = {
    format: 'cjs' as const,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    codeSplitting: name !== 'preload',
  };
  const build = {
    ...shared,
    outDir: path.join(out, name),
    emptyOutDir: true,
    target: 'node18',
    rolldownOptions: { input, external, output },
  };
  return { consumer: 'server' as const, resolve, build };
}

/** Makes dist/cli.js a program: first line, and the right to run it. */
function executableCli(): Plugin {
  return {
    name: 'tooltray:executable-cli',
    applyToEnvironment: (environment) => environment.name === 'cli',
    generateBundle(_options, bundle) {
      const entry = bundle['cli.js'];
      if (entry?.type === 'chunk' && !entry.code.startsWith('#!')) entry.code = shebang + entry.code;
    },
    writeBundle() {
      chmodSync(path.join(out, 'cli.js'), 0o755);
    },
  };
}

export default defineConfig({
  root: path.join(root, 'renderer'),
  base: './',
  plugins: [react(), executableCli()],
  server: { host: '127.0.0.1', port: 5179, strictPort: false },
  environments: {
    client: { build: { outDir: path.join(out, 'renderer'), emptyOutDir: true, target: 'chrome114', cssTarget: 'chrome114' } },
    main: nodeBundle('main'),
    preload: nodeBundle('preload'),
    cli: nodeBundle('cli'),
  },
  builder: {
    async buildApp(builder) {
      rmSync(path.join(out, 'cli'), { recursive: true, force: true });
      for (const name of ['client', 'main', 'preload', 'cli']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
  test: {
    root,
    maxWorkers: 2,
    coverage: { include: ['electron/**/*.ts', 'renderer/**/*.{ts,tsx}'], reportsDirectory: path.join(root, 'coverage') },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/{core,contract,architecture}/**/*.test.ts'], testTimeout: 20_000 },
      },
      {
        extends: true,
        test: { name: 'window', include: ['test/renderer/**/*.test.{ts,tsx}'], environment: 'happy-dom', testTimeout: 10_000 },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/{effects,engine,surfaces,scenarios}/**/*.test.ts'],
          // Real processes on a small machine: a stop alone may take 5 s by design, and a busy one doubles everything.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
