/** The settings, one schema with defaults for the app and the headless program. */
import { z } from 'zod';

export const SourceSetting = z.object({
  path: z.string().min(1),
  client: z.string().min(1),
  /** Trust policy of this source: ask (default) or approve every launch by itself. */
  trust: z.enum(['ask', 'always']).default('ask'),
});
export type SourceSetting = z.infer<typeof SourceSetting>;

export const Settings = z.object({
  version: z.literal(1).default(1),
  /** Sources in rank order; Tooltray's own `mcp.json` comes first and is not listed here. */
  sources: z.array(SourceSetting).default([]),
  /** The person has answered the first-run question. */
  welcomed: z.boolean().default(false),
  trust: z.enum(['ask', 'always']).default('ask'),
  smartSync: z.boolean().default(true),
  /** Quiet time after a burst of file events, in milliseconds. */
  debounceMs: z.number().int().min(0).max(5_000).default(30),
  refreshIntervalMs: z.number().int().min(1_000).max(86_400_000).default(300_000),
  /** Starts and connector syncs at once. */
  parallel: z.number().int().min(1).max(64).default(4),
  /** Keep every server's process running instead of stopping it when idle. */
  keepAlive: z.boolean().default(false),
  idleStopMs: z.number().int().min(1_000).max(86_400_000).default(600_000),
  port: z.number().int().min(1).max(65_535).default(8881),
  notifications: z.boolean().default(true),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Start in the tray when the person logs in. */
  launchAtLogin: z.boolean().default(false),
  /** The person was told once that closing the window leaves Tooltray in the tray. */
  toldAboutTray: z.boolean().default(false),
});
export type Settings = z.infer<typeof Settings>;

const { shape } = Settings;

/** What a person changes: only what is named. (A default inside an optional member would count as named, and reset it.) */
export const SettingsChange = z.object({
  welcomed: shape.welcomed.unwrap().optional(),
  trust: shape.trust.unwrap().optional(),
  smartSync: shape.smartSync.unwrap().optional(),
  debounceMs: shape.debounceMs.unwrap().optional(),
  refreshIntervalMs: shape.refreshIntervalMs.unwrap().optional(),
  parallel: shape.parallel.unwrap().optional(),
  keepAlive: shape.keepAlive.unwrap().optional(),
  idleStopMs: shape.idleStopMs.unwrap().optional(),
  port: shape.port.unwrap().optional(),
  notifications: shape.notifications.unwrap().optional(),
  theme: shape.theme.unwrap().optional(),
  launchAtLogin: shape.launchAtLogin.unwrap().optional(),
  toldAboutTray: shape.toldAboutTray.unwrap().optional(),
});

export const defaultSettings: Settings = Settings.parse({});
