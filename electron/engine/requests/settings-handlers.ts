/** Settings, watched files' policies, and what is about this installation. */
import type { OperationArguments, OperationResult } from '../../contract/operations.ts';
import type { Problem } from '../../contract/problem.ts';
import { isAbsolutePath } from '../../core/configs/path-text.ts';
import { exportText, isExport, type Machine, withoutTilde } from '../../core/settings/export-settings.ts';
import { importSettings } from '../../core/settings/import-settings.ts';
import type { EngineParts } from '../engine-parts.ts';
import { setSource } from '../sources/choose-sources.ts';
import { ownSourcePath } from '../sources/own-source.ts';
import { diagnosticsText } from './diagnostics.ts';
import type { Handlers } from './handlers.ts';
import { logFolder } from './home-places.ts';

type Names = 'settings.get' | 'settings.set' | 'settings.export' | 'settings.import' | 'sources.set' | 'files.reveal' | 'diagnostics.get';

/** Exported settings are for the person alone, like the settings themselves. */
const exportMode = 0o600;

/** Handlers over the parts of one engine. */
export function settingsHandlers(parts: EngineParts): Pick<Handlers, Names> {
  return {
    'settings.get': async () => {
      await parts.load();
      return parts.settings();
    },
    'settings.set': async (input) => {
      await parts.load();
      return (await parts.changeSettings(withoutUndefined(input))) ?? parts.settings();
    },
    'settings.export': (input) => exportSettings(parts, input),
    'settings.import': (input) => applyImport(parts, input),
    'sources.set': (input) => setSource(parts, input),
    'files.reveal': (input) => reveal(parts, input),
    'diagnostics.get': async () => {
      await parts.load();
      await parts.readSources();
      return { text: await diagnosticsText(parts) };
    },
  };
}

const machineOf = ({ ports }: EngineParts): Machine => ({
  platform: ports.surroundings.platform,
  homeFolder: ports.surroundings.homeFolder,
});

async function exportSettings(
  parts: EngineParts,
  input: OperationArguments<'settings.export'>,
): Promise<OperationResult<'settings.export'> | Problem> {
  await parts.load();
  const machine = machineOf(parts);
  const text = exportText(parts.settings(), machine);
  if (input.path === undefined) return { text, path: null };
  const path = withoutTilde(input.path.trim(), machine);
  if (!isAbsolutePath(machine.platform, path))
    return {
      code: 'wrong-input',
      message: `"${input.path}" is no absolute path`,
      hint: 'Give the whole path, such as ~/tooltray-settings.json.',
    };
  const written = await parts.ports.files.edit(path, (before) => overwriting(path, before, text), { mode: exportMode });
  if (!('code' in written)) return { text, path };
  return { ...written, hint: 'Choose another path.' };
}

function overwriting(path: string, before: string | null, text: string): ReturnType<Parameters<EngineParts['ports']['files']['edit']>[1]> {
  if (before === null || isExport(before)) return { kind: 'text', text };
  const message = `${path} is there already and holds no exported settings; it is not overwritten`;
  return { kind: 'refused', problem: { code: 'edit-refused', message, where: { path } } };
}

async function applyImport(
  parts: EngineParts,
  { text, dryRun }: OperationArguments<'settings.import'>,
): Promise<OperationResult<'settings.import'> | Problem> {
  await parts.load();
  const wanted = importSettings(text, parts.settings(), { ...machineOf(parts), ownSource: ownSourcePath(parts.ports.surroundings) });
  if ('code' in wanted) return wanted;
  const problem = dryRun ? null : await parts.changeSettings(wanted.settings);
  return problem ?? { settings: wanted.settings, changes: [...wanted.changes] };
}

async function reveal(parts: EngineParts, input: OperationArguments<'files.reveal'>): Promise<OperationResult<'files.reveal'> | Problem> {
  await parts.load();
  const { surroundings, desktop } = parts.ports;
  if (input.what === 'source' && !parts.sourceIds().some((id) => id === input.path))
    return { code: 'not-found', message: `${input.path} is not watched`, hint: 'Only watched files, the home and its logs can be shown.' };
  const path = input.what === 'source' ? input.path : input.what === 'logs' ? logFolder(surroundings) : surroundings.tooltrayHome;
  if (!desktop) return { code: 'no-desktop', message: 'there is no desktop here to show it on', hint: `It is at ${path}`, where: { path } };
  return (await desktop.reveal(path)) ?? { done: true };
}

function withoutUndefined<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
