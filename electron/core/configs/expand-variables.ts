/** Expands the clients' `${…}` forms from given values only; nothing is run and nothing is read. */
import type { Environment } from './client.ts';
import { lastPart, type Platform, separatorOf } from './path-text.ts';

export interface ExpansionRules {
  /**
   * `braced`: `${NAME}`; `default`: `${NAME:-text}`; `env`: `${env:NAME}`; `bare`: `$NAME`;
   * `folders`: `${userHome}`, `${workspaceFolder}`, `${workspaceFolderBasename}`, `${pathSeparator}`, `${/}`.
   */
  readonly forms: readonly ('braced' | 'default' | 'env' | 'bare' | 'folders')[];
  /** What the client does about a variable that is not set and has no default. */
  readonly missing: 'refuse' | 'keep' | 'empty';
  /** Beginnings of forms that need the client itself, a question or a command: `input:`, `cmd:`. */
  readonly unresolvable: readonly string[];
  /** Names that mean the folder of the project when the environment does not have them. */
  readonly folderNames: readonly string[];
}

export interface ExpansionValues {
  readonly environment: Environment;
  readonly homeFolder: string;
  readonly platform: Platform;
  /** Folder of the project that the file belongs to; null for a file of the person. */
  readonly projectFolder: string | null;
}

export interface Expanded {
  readonly text: string;
  /** Environment variables that were looked up, found or not. */
  readonly variables: readonly string[];
  /** Looked up in vain and without a default. */
  readonly missing: readonly string[];
  /** Forms, without `${` and `}`, that only the client itself can fill in. */
  readonly unresolved: readonly string[];
}

/** No text at all is looked up for these clients. */
export const noExpansion: ExpansionRules = { forms: [], missing: 'keep', unresolvable: [], folderNames: [] };

const form = /\$\{([^{}]*)\}|\$([A-Za-z_][A-Za-z0-9_]*)/g;
const name = /^[A-Za-z_][A-Za-z0-9_]*$/;
const nameWithDefault = /^([A-Za-z_][A-Za-z0-9_]*):-([\s\S]*)$/;

/** The value of an environment variable; Windows does not tell small and big letters apart. */
export function variableValue(values: ExpansionValues, wanted: string): string | undefined {
  const { environment, platform } = values;
  if (Object.hasOwn(environment, wanted)) return environment[wanted];
  if (platform !== 'windows') return undefined;
  const key = Object.keys(environment).find((candidate) => candidate.toLowerCase() === wanted.toLowerCase());
  return key === undefined ? undefined : environment[key];
}

type Piece =
  | { readonly kind: 'variable'; readonly name: string; readonly fallback: string | null }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unresolved' }
  | { readonly kind: 'unknown' };

function folderPiece(inner: string, values: ExpansionValues): Piece {
  const folder = values.projectFolder;
  switch (inner) {
    case 'userHome':
      return { kind: 'text', text: values.homeFolder };
    case 'pathSeparator':
    case '/':
      return { kind: 'text', text: separatorOf(values.platform) };
    case 'workspaceFolder':
      return folder === null ? { kind: 'unresolved' } : { kind: 'text', text: folder };
    case 'workspaceFolderBasename':
      return folder === null ? { kind: 'unresolved' } : { kind: 'text', text: lastPart(folder) };
    default:
      return { kind: 'unknown' };
  }
}

/** What one `${inner}` means to the client. */
function pieceOf(inner: string, rules: ExpansionRules, values: ExpansionValues): Piece {
  const knows = (wanted: ExpansionRules['forms'][number]) => rules.forms.includes(wanted);
  if (knows('folders')) {
    const piece = folderPiece(inner, values);
    if (piece.kind !== 'unknown') return piece;
  }
  if (rules.unresolvable.some((beginning) => inner.startsWith(beginning))) return { kind: 'unresolved' };
  const fromEnv = inner.startsWith('env:') ? inner.slice('env:'.length) : null;
  if (knows('env') && fromEnv !== null && name.test(fromEnv)) return { kind: 'variable', name: fromEnv, fallback: null };
  if (knows('braced') && name.test(inner)) return { kind: 'variable', name: inner, fallback: null };
  const [, wanted, fallback] = (knows('default') && nameWithDefault.exec(inner)) || [];
  return wanted === undefined ? { kind: 'unknown' } : { kind: 'variable', name: wanted, fallback: fallback ?? '' };
}

/** Expands one text once; what a variable holds is not expanded again, and forms that the client does not know stay as they are. */
export function expandText(text: string, rules: ExpansionRules, values: ExpansionValues): Expanded {
  const variables: string[] = [];
  const missing: string[] = [];
  const unresolved: string[] = [];
  const expanded = text.replace(form, (written: string, inner: string | undefined, bare: string | undefined) => {
    if (bare !== undefined && !rules.forms.includes('bare')) return written;
    const piece: Piece = inner === undefined ? { kind: 'variable', name: bare ?? '', fallback: null } : pieceOf(inner, rules, values);
    if (piece.kind === 'text') return piece.text;
    if (piece.kind === 'unresolved') unresolved.push(inner ?? '');
    if (piece.kind !== 'variable') return written;
    variables.push(piece.name);
    const value = variableValue(values, piece.name);
    // Unlike in the shell, the clients take the default only for a variable that is not set at all.
    if (value !== undefined) return value;
    if (piece.fallback !== null) return piece.fallback;
    if (rules.folderNames.includes(piece.name) && values.projectFolder !== null) return values.projectFolder;
    missing.push(piece.name);
    return rules.missing === 'empty' ? '' : written;
  });
  return { text: expanded, variables, missing, unresolved };
}
