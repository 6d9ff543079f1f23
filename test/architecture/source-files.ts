/** Reads the project's own files for the tests of its architecture. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

export interface SourceFile {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export function exists(at: string): boolean {
  return existsSync(path.join(root, at));
}

export function isFolder(at: string): boolean {
  return exists(at) && statSync(path.join(root, at)).isDirectory();
}

/** Folders directly inside `at`, with their paths. */
export function foldersIn(at: string): readonly string[] {
  if (!isFolder(at)) return [];
  const entries = readdirSync(path.join(root, at), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => path.posix.join(at, entry.name));
}

function filesBelow(at: string): readonly string[] {
  if (!isFolder(at)) return exists(at) ? [at] : [];
  const entries = readdirSync(path.join(root, at), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.name === 'node_modules' ? [] : filesBelow(path.posix.join(at, entry.name))));
}

/** Every file below the given folders whose name matches. */
export function readFiles(folders: readonly string[], name = /\.(ts|tsx|mts|mjs|cjs|js)$/): readonly SourceFile[] {
  const paths = folders.flatMap(filesBelow).filter((one) => name.test(one));
  return paths.map((one) => ({ path: one, text: readFileSync(path.join(root, one), 'utf8') }));
}

/** The text without comments, so that a word in a sentence is not taken for code. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

/** What a source imports: static, type-only, re-exported, dynamic and required. */
export function importsOf(text: string): readonly string[] {
  const code = withoutComments(text);
  const forms = [
    /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
    /^\s*import\s*['"]([^'"]+)['"]/gm,
    /\bimport\s*\(\s*['"]([^'"]+)['"]/g,
    /\brequire(?:\.resolve)?\s*\(\s*['"]([^'"]+)['"]/g,
  ];
  return forms.flatMap((form) => [...code.matchAll(form)].map((match) => match[1] ?? ''));
}

/** The files under version control; where there is no git, those that git would take. */
export function versionedFiles(): readonly string[] {
  const listed = spawnSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' });
  if (listed.status === 0 && listed.stdout !== '') return listed.stdout.trim().split('\n');
  const ignored = new Set(
    readFileSync(path.join(root, '.gitignore'), 'utf8')
      .split('\n')
      .map((line) => line.replace(/\/$/, '')),
  );
  return readdirSync(root).filter((name) => name !== '.git' && !ignored.has(name) && !name.endsWith('.log'));
}
