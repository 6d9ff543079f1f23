/** Which folder may import what, and why; checked against the sources by imports.test.ts. */
import path from 'node:path';
import { importsOf, type SourceFile, withoutComments } from './source-files.ts';

export interface ImportRow {
  /** A folder (ends with `/`) or one file; the longest one that fits a source governs it. Itself may always be imported. */
  readonly of: string;
  /** Folders and files of ours that it may import. */
  readonly ours: readonly string[];
  /** Packages that it may import; `node:*` is all of Node. A name also allows its subpaths. zod counts as part of the contract. */
  readonly outside: readonly string[];
  /** Words that must not stand in its code. */
  readonly never?: readonly (keyof typeof impure)[];
  readonly why: string;
}

/** What makes a decision depend on more than its arguments. */
const impure = {
  clock: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/,
  random: /\bMath\.random\(|\brandomUUID\(|\brandomBytes\(/,
  timers: /\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\(/,
  output: /\bconsole\./,
  process: /\bprocess\./,
  async: /\basync\s*(?:function\b|\(|\w+\s*=>)|\bawait\b|\bnew Promise\b/,
};

const pure = ['clock', 'random', 'timers', 'output', 'process', 'async'] as const;
const core = ['electron/contract/', 'electron/core/model/', 'electron/core/lib/'];
const effect = [...core, 'electron/core/ports.ts', 'electron/effects/files/'];
const face = ['electron/contract/', 'electron/engine/engine.ts'];
const screen = [
  'react',
  'react-dom',
  '@mantine/core',
  '@mantine/hooks',
  '@mantine/notifications',
  '@tanstack/react-virtual',
  'lucide-react',
  'uplot',
];

export const importRows: readonly ImportRow[] = [
  {
    of: 'electron/contract/',
    ours: [],
    outside: ['zod'],
    never: pure,
    why: 'Words that cross a process border; whoever shares them must not get anything else along with them.',
  },
  {
    of: 'electron/core/lib/',
    ours: [],
    outside: [],
    never: pure,
    why: 'Small general functions at the bottom of everything; one that knows our domain belongs higher up.',
  },
  {
    of: 'electron/core/model/',
    ours: ['electron/contract/', 'electron/core/lib/'],
    outside: ['zod'],
    never: pure,
    why: 'The values that decisions are about; a decision in here would be hidden from its tests.',
  },
  {
    of: 'electron/core/model/launch-hash.ts',
    ours: core,
    outside: ['zod', 'node:crypto'],
    never: pure,
    why: 'Approval belongs to a hash of what would run; this is the one place where the core needs a hash function.',
  },
  {
    of: 'electron/core/ports.ts',
    ours: ['electron/contract/', 'electron/core/model/'],
    outside: [],
    why: 'Types of what the engine needs from outside; it promises things, so it may say Promise, but runs nothing.',
  },
  {
    of: 'electron/core/reconcile/',
    ours: core,
    outside: [],
    never: pure,
    why: 'One pure step: the same state and event give the same plan, which is what the properties test.',
  },
  {
    of: 'electron/core/configs/',
    ours: core,
    outside: ['zod'],
    never: pure,
    why: 'Text to servers and problems; reading files and finding them is for others, so that every format is a table test.',
  },
  {
    of: 'electron/core/configs/codecs/',
    ours: core,
    outside: ['jsonc-parser'],
    never: pure,
    why: 'The only place that knows a file syntax, so the only one that may use a parser.',
  },
  {
    of: 'electron/core/settings/',
    ours: [...core, 'electron/core/configs/'],
    outside: [],
    never: pure,
    why: 'Settings as text: versions, export, import and what differs in words; pure, so that the file and a pasted text are read alike.',
  },
  {
    of: 'electron/core/view/',
    ours: core,
    outside: [],
    never: pure,
    why: 'State to what a face may show; a view that decided something would be a second reconciler.',
  },
  {
    of: 'electron/core/timeline/',
    ours: core,
    outside: [],
    never: pure,
    why: 'What a step was, told as history: a comparison of two states, so it must not know anything that they do not hold.',
  },
  {
    of: 'electron/engine/',
    ours: ['electron/contract/', 'electron/core/'],
    outside: ['p-limit'],
    never: ['clock', 'random', 'timers', 'output', 'process'],
    why: 'The loop knows ports, not implementations; so it runs in a test with a hand-moved clock and no files.',
  },
  {
    of: 'electron/effects/files/',
    ours: [...core, 'electron/core/ports.ts'],
    outside: ['node:*', 'zod'],
    why: 'Files, with our own writer; other effects may build on it because all of them keep files.',
  },
  {
    of: 'electron/effects/launch/',
    ours: effect,
    outside: ['node:*'],
    why: 'Looks at the files behind a launch: Node, and no library.',
  },
  { of: 'electron/effects/watch/', ours: effect, outside: ['node:*', 'chokidar'], why: 'The only place that knows the file watcher.' },
  {
    of: 'electron/effects/mcp/',
    ours: effect,
    outside: ['node:*', '@modelcontextprotocol/client', 'undici', 'zod'],
    why: 'The only place that speaks MCP as a client; undici carries its HTTP.',
  },
  {
    of: 'electron/effects/store/',
    ours: [...effect, 'electron/core/settings/settings-format.ts'],
    outside: ['node:*', 'conf', 'zod'],
    why: 'What is kept in the home, each file with its schema.',
  },
  { of: 'electron/effects/logs/', ours: effect, outside: ['node:*'], why: 'Rotated logs; nothing of the servers but their lines.' },
  {
    of: 'electron/effects/system/',
    ours: [...effect, 'electron/home-folder.ts'],
    outside: ['node:*'],
    why: 'Clock, random and places: Node, and no library.',
  },
  {
    of: 'electron/surfaces/shell/',
    ours: [...face, 'electron/core/view/tray-view.ts', 'electron/core/lib/plain-line.ts'],
    outside: ['node:*', 'electron', 'electron-store', 'dbus-next'],
    why: 'Tray and windows: with ipc and main the only importers of Electron; it translates a view, it never decides; names from outside must not steer a panel.',
  },
  {
    of: 'electron/surfaces/ipc/',
    ours: face,
    outside: ['node:*', 'electron'],
    why: 'The border to the window: checks who asks and with what, then hands on.',
  },
  {
    of: 'electron/surfaces/http/',
    ours: face,
    outside: ['node:*'],
    why: 'The loopback listener and its checks, with Node alone: what guards the door must be easy to read whole.',
  },
  {
    of: 'electron/surfaces/api/',
    ours: [...face, 'electron/surfaces/http/'],
    outside: ['node:*'],
    why: 'Routes to operations; the listener has checked who asks, and the contract says what they may.',
  },
  {
    of: 'electron/surfaces/terminal/',
    ours: [...face, 'electron/core/lib/plain-line.ts'],
    outside: ['node:*', 'commander'],
    why: 'The command line runs in plain Node, so Electron must not come in by it; names from outside must not steer a terminal.',
  },
  {
    of: 'electron/compose.ts',
    ours: ['electron/contract/', 'electron/core/', 'electron/engine/', 'electron/effects/', 'electron/home-folder.ts'],
    outside: ['node:*'],
    why: 'The only place that builds effects and hands them to the engine; no face and no Electron, so both doors share it.',
  },
  {
    of: 'electron/main.ts',
    ours: ['electron/polyfills.ts', 'electron/compose.ts', 'electron/contract/', 'electron/engine/engine.ts', 'electron/surfaces/'],
    outside: ['node:*', 'electron', 'electron-store'],
    why: 'The desktop door: attaches faces to an engine; what happens behind it is not its business.',
  },
  {
    of: 'electron/cli.ts',
    ours: [
      'electron/compose.ts',
      'electron/home-folder.ts',
      'electron/contract/',
      'electron/engine/engine.ts',
      'electron/surfaces/terminal/',
      'electron/surfaces/http/',
      'electron/surfaces/api/',
    ],
    outside: ['node:*'],
    why: 'The headless door: runs where no Electron is installed.',
  },
  {
    of: 'electron/home-folder.ts',
    ours: [],
    outside: ['node:*'],
    why: 'Both doors and the effects must mean the same folder; it is asked before anything else is loaded.',
  },
  {
    of: 'electron/polyfills.ts',
    ours: [],
    outside: ['node:*'],
    why: 'Must run before anything of ours or of others, so it may bring nothing along.',
  },
  {
    of: 'electron/preload.ts',
    ours: ['electron/contract/'],
    outside: ['electron'],
    why: 'Runs beside the page: the less is in here, the less a hostile page can reach.',
  },
  {
    of: 'renderer/ui/',
    ours: ['renderer/lib/'],
    outside: screen,
    why: 'Parts without a word of our domain; they know nothing of servers, but may format times and paths.',
  },
  { of: 'renderer/lib/', ours: [], outside: ['react'], why: 'Formatting and the like, without a word of our domain.' },
  {
    of: 'renderer/bridge/',
    ours: ['electron/contract/'],
    outside: ['react'],
    why: 'The window’s only way to the app: typed requests out, numbered changes in.',
  },
  {
    of: 'renderer/features/*/',
    ours: ['renderer/ui/', 'renderer/lib/', 'renderer/bridge/', 'electron/contract/'],
    outside: screen,
    why: 'One noun each; features that need each other are put together by a page.',
  },
  {
    of: 'renderer/pages/',
    ours: ['renderer/features/', 'renderer/ui/', 'renderer/lib/', 'renderer/bridge/', 'electron/contract/'],
    outside: screen,
    why: 'Puts features together; nothing of the app behind the contract is seen from here.',
  },
  {
    of: 'renderer/',
    ours: ['electron/contract/'],
    outside: [...screen, '@fontsource-variable/inter', '@fontsource-variable/jetbrains-mono'],
    why: 'Frame and entry of the window.',
  },
];

/** The part of `of` that a path must begin with; `*` stands for one folder name. */
function governs(of: string, at: string): string | null {
  if (!of.endsWith('/')) return at === of ? of : null;
  const pattern = new RegExp(`^${of.replace(/[.]/g, '\\.').replace('*', '[^/]+')}`);
  return pattern.exec(at)?.[0] ?? null;
}

/** The row for a source file: the one with the longest fitting path. */
export function rowOf(at: string, rows: readonly ImportRow[]): { readonly row: ImportRow; readonly own: string } | null {
  const fitting = rows.flatMap((row) => {
    const own = governs(row.of, at);
    return own === null ? [] : [{ row, own }];
  });
  return fitting.sort((a, b) => b.own.length - a.own.length)[0] ?? null;
}

function isAllowed(imported: string, file: SourceFile, found: { readonly row: ImportRow; readonly own: string }): boolean {
  if (!imported.startsWith('.')) {
    return found.row.outside.some(
      (name) => imported === name || imported.startsWith(`${name}/`) || (name === 'node:*' && imported.startsWith('node:')),
    );
  }
  const target = path.posix.join(path.posix.dirname(file.path), imported);
  return [found.own, ...found.row.ours].some((place) => target === place || (place.endsWith('/') && target.startsWith(place)));
}

/** What is wrong with the imports and words of these sources, one line each. */
export function importProblems(files: readonly SourceFile[], rows: readonly ImportRow[] = importRows): readonly string[] {
  return files.flatMap((file) => {
    const found = rowOf(file.path, rows);
    if (found === null) return [`${file.path}: no row says what it may import`];
    const imports = importsOf(file.text).filter((imported) => !isAllowed(imported, file, found));
    const code = withoutComments(file.text);
    const words = (found.row.never ?? []).filter((word) => impure[word].test(code));
    const disabled = /biome-ignore[^\n]*noRestrictedImports/.test(file.text)
      ? [`${file.path}: switches the lint rule for imports off`]
      : [];
    return [
      ...imports.map((imported) => `${file.path} imports ${imported} (${found.row.of}: ${found.row.why})`),
      ...words.map((word) => `${file.path} uses ${word} (${found.row.of}: ${found.row.why})`),
      ...disabled,
    ];
  });
}
