/** A launch as labelled rows, and which of its lines differ from another launch. */
import type { LaunchView } from '../../../electron/contract/app-view.ts';
import { keptPlaces } from './kept-places.ts';

export interface LaunchLine {
  readonly text: string;
  /** Fingerprint of a value that is not shown, or what a file is for. */
  readonly aside?: string;
  readonly dangerous?: boolean;
  readonly differs: boolean;
}

export interface LaunchRow {
  readonly label: string;
  readonly lines: readonly LaunchLine[];
}

/** Rows of `launch`; without another launch to compare with, nothing differs. */
export function launchRows(launch: LaunchView, other: LaunchView | null): readonly LaunchRow[] {
  const single = (label: string, pick: (one: LaunchView) => string | null): LaunchRow => {
    const text = pick(launch);
    return { label, lines: text === null ? [] : [{ text, differs: other !== null && pick(other) !== text }] };
  };
  const keyed = (lines: readonly KeyedLine[], others: readonly KeyedLine[]): readonly LaunchLine[] => {
    const known = new Set(others.map((line) => line.key));
    return lines.map(({ key, ...line }) => ({ ...line, differs: other !== null && !known.has(key) }));
  };
  const rows = [
    single('Transport', (one) => one.transport),
    single('Command', (one) => one.command),
    single('Address', (one) => one.url),
    { label: 'Arguments', lines: argumentLines(launch.args, other?.args ?? null) },
    single('Working folder', (one) => one.cwd),
    single('Environment file', (one) => one.envFile),
    { label: launch.transport === 'stdio' ? 'Variables' : 'Headers', lines: keyed(valueLines(launch), valueLines(other)) },
    { label: 'Files', lines: keyed(fileLines(launch), fileLines(other)) },
  ];
  return rows.filter((row) => row.lines.length > 0);
}

/** `key` is the same exactly when nothing about it changed. */
type KeyedLine = Omit<LaunchLine, 'differs'> & { readonly key: string };

const valueLines = (launch: LaunchView | null): readonly KeyedLine[] =>
  (launch?.values ?? []).map(({ name, fingerprint, dangerous }) => ({
    text: name,
    aside: fingerprint,
    dangerous,
    key: `${name} ${fingerprint}`,
  }));

/** The path of a file of an earlier launch is not kept; its content decides. */
const fileLines = (launch: LaunchView | null): readonly KeyedLine[] =>
  (launch?.files ?? []).map(({ role, path, fingerprint }) => ({
    text: path || role,
    aside: path ? `${role} ${fingerprint}` : fingerprint,
    key: `${role} ${fingerprint}`,
  }));

/** Arguments that are not in the longest common sequence of both lists differ. */
function argumentLines(args: readonly string[], others: readonly string[] | null): readonly LaunchLine[] {
  if (others === null) return args.map((text) => ({ text, differs: false }));
  const common = keptPlaces(args, others);
  return args.map((text, index) => ({ text, differs: !common.has(index) }));
}
