/** Settings of any version as members of a JSON object: older ones are migrated step by step, newer ones are only looked at. */
import { defaultSettings, Settings } from '../../contract/settings.ts';

/** Version of the settings that this code writes. */
export const settingsVersion = 1;

export type Members = Readonly<Record<string, unknown>>;

/** Turns the members of version `n` (its place in the list) into those of version `n + 1`; pure, and keeps what it does not know. */
export type SettingsMigration = (before: Members) => Members;

/** Version 0 is a file without a version, as a person writes it; its members are the same. */
export const settingsMigrations: readonly SettingsMigration[] = [(before) => before];

export type SettingsParse =
  | {
      readonly kind: 'settings';
      readonly settings: Settings;
      /** In the form of this version, members that this code does not know included. */
      readonly members: Members;
      /** Version that was found; lower than ours when it was migrated. */
      readonly version: number;
    }
  /** Written by a later version: used as far as it can be understood, never to be written. */
  | { readonly kind: 'newer'; readonly version: number; readonly settings: Settings }
  | { readonly kind: 'invalid'; readonly why: string; readonly field: readonly string[] };

export const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (why: string, field: readonly string[] = []): SettingsParse => ({ kind: 'invalid', why, field });

/** Reads a parsed file (or an exported text); never throws. */
export function parseSettings(
  value: unknown,
  version: number = settingsVersion,
  migrations: readonly SettingsMigration[] = settingsMigrations,
): SettingsParse {
  if (!isMembers(value)) return invalid('it is not a JSON object');
  const found = value.version ?? 0;
  if (typeof found !== 'number' || !Number.isSafeInteger(found) || found < 0) return invalid('its version is not a number', ['version']);
  if (found > version) return { kind: 'newer', version: found, settings: understood(value) };
  const migrated = migrations.slice(found, version).reduce((before, migrate) => migrate(before), value);
  const parsed = Settings.safeParse({ ...migrated, version: settingsVersion });
  if (parsed.success)
    return { kind: 'settings', settings: parsed.data, members: { ...migrated, version: settingsVersion }, version: found };
  const [issue] = parsed.error.issues;
  const field = (issue?.path ?? []).map(String);
  return invalid(issue === undefined ? 'wrong content' : `${field.join('.') || 'the file'}: ${issue.message}`, field);
}

/** Every member that still means what it means here; defaults for the rest. */
function understood(members: Members): Settings {
  const usable = Object.entries(Settings.shape).flatMap(([name, shape]) => {
    const parsed = name in members && name !== 'version' ? shape.safeParse(members[name]) : null;
    return parsed?.success ? [[name, parsed.data] as const] : [];
  });
  return { ...defaultSettings, ...Object.fromEntries(usable) };
}
