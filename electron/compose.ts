/** The only place that builds effects and hands them to the engine; no Electron here. */
import type { Problem } from './contract/problem.ts';
import type { Settings } from './contract/settings.ts';
import type { Desktop, Logger, Ports } from './core/ports.ts';
import { createFiles } from './effects/files/create-files.ts';
import { createHomeLock } from './effects/files/home-lock.ts';
import { createLaunchInspection } from './effects/launch/inspect-launch.ts';
import { createServerLogs } from './effects/logs/server-logs.ts';
import { createMcp } from './effects/mcp/create-mcp.ts';
import { createLoginPath } from './effects/mcp/process/login-path.ts';
import type { MakeSettingsStore } from './effects/store/conf-store.ts';
import { createHomeKey } from './effects/store/home-key.ts';
import { createRegistryFile } from './effects/store/registry-file.ts';
import { createSettingsFile } from './effects/store/settings-file.ts';
import { createTimelineFile } from './effects/store/timeline-file.ts';
import { createTrustFile } from './effects/store/trust-file.ts';
import { createClock } from './effects/system/clock.ts';
import { prepareHome } from './effects/system/locations.ts';
import { createLogger } from './effects/system/logger.ts';
import { createRandom } from './effects/system/random.ts';
import { createSurroundings } from './effects/system/surroundings.ts';
import { createWatch } from './effects/watch/watch-paths.ts';
import { createEngine } from './engine/create-engine.ts';
import type { Engine } from './engine/engine.ts';
import { createGrowingRedaction } from './engine/redaction.ts';
import { tooltrayHome } from './home-folder.ts';

export interface ComposeOptions {
  /** Tooltray's home; default as `TOOLTRAY_HOME` says. */
  readonly home?: string | undefined;
  readonly version: string;
  /** A one-shot command: nothing is watched, nothing starts before a sync. */
  readonly once: boolean;
  /** How settings are written; electron-store in the app. */
  readonly makeSettingsStore?: MakeSettingsStore | undefined;
  /** What a desktop can do; none on the command line. */
  readonly desktop?: Desktop | undefined;
  readonly onStderrLine?: ((server: string, line: string) => void) | undefined;
}

export interface Composed {
  readonly engine: Engine;
  readonly home: string;
  readonly logger: Logger;
  settings(): Settings;
  /** Why the home cannot be written; null when all is well. */
  readonly homeProblem: Problem | null;
  /** Stops the engine and writes what is unsaved. */
  close(): Promise<void>;
}

/** The home that `compose` will use, absolute; nothing is made yet. */
export const homeOf = (given?: string): string => tooltrayHome(createSurroundings('').environment, given);

/** Longer than many starts at once on a small machine take to find out who is first. */
const instanceWaitMs = 60_000;

/** Runs `work` while no other process of the home does the same; gives a problem, without running it, when that cannot be had. */
export const asOnlyInstance = (home: string, work: () => Promise<boolean>): Promise<boolean | Problem> =>
  createHomeLock(home).exclusive('instance', instanceWaitMs, work);

/** Builds everything for one home; nothing runs before `engine.start()` or `engine.startOnce()`. */
export function compose(options: ComposeOptions): Composed {
  const { environment } = createSurroundings('');
  const home = tooltrayHome(environment, options.home);
  const homeProblem = prepareHome(home);
  const surroundings = createSurroundings(home);
  const redaction = createGrowingRedaction();
  const logger = createLogger(home, { level: environment.TOOLTRAY_LOG, redact: redaction.redact });
  const key = createHomeKey(home);
  const { platform, homeFolder } = surroundings;
  const searchPath = createLoginPath({ environment, platform, homeFolder });
  const settingsFile = createSettingsFile(home, options.makeSettingsStore);
  const lock = createHomeLock(home);
  const ports: Ports = {
    clock: createClock(),
    random: createRandom(),
    logger,
    files: createFiles(),
    watch: createWatch(),
    launch: createLaunchInspection({ digest: key.digest, searchPath, homeFolder }),
    mcp: createMcp({ home, environment, platform, logger, homeFolder, version: options.version, searchPath }),
    logs: createServerLogs(home, { redact: redaction.redact }),
    registryFile: createRegistryFile(home),
    trustFile: createTrustFile(home, key),
    timelineFile: createTimelineFile(home, lock),
    settingsFile,
    lock,
    surroundings,
    desktop: options.desktop ?? null,
  };
  const engine = createEngine(ports, {
    version: options.version,
    once: options.once,
    onStderrLine: options.onStderrLine,
    onLaunch: (entry, variables) => redaction.learn(entry.written, entry.transport, variables),
    redact: redaction.redact,
  });
  return {
    engine,
    home,
    logger,
    homeProblem,
    settings: () => settingsFile.load().settings,
    async close() {
      await engine.stop();
      await logger.flush();
    },
  };
}
