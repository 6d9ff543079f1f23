/** The desktop door: one instance a home, engine, tray and window; quits in order. */
import './polyfills.ts';
import { app, dialog, ipcMain, protocol } from 'electron';
import { asOnlyInstance, type Composed, compose, homeOf } from './compose.ts';
import type { Problem } from './contract/problem.ts';
import { type StartedApi, startApi } from './surfaces/api/start-api.ts';
import { wantedPort } from './surfaces/api/wanted-port.ts';
import { serveFeed } from './surfaces/ipc/serve-feed.ts';
import { serveOperations } from './surfaces/ipc/serve-operations.ts';
import { setApplicationMenu } from './surfaces/shell/application-menu.ts';
import { attachShell, type Shell } from './surfaces/shell/attach-shell.ts';
import { desktop } from './surfaces/shell/desktop.ts';
import { drawWithoutCard } from './surfaces/shell/graphics.ts';
import { holdInstance } from './surfaces/shell/instance.ts';
import { isHidden, keepHeapSmall, quitInOrder, reportBugs, survivePipes } from './surfaces/shell/lifecycle.ts';
import { loginStartOf } from './surfaces/shell/login-item.ts';
import { pageOrigin, pageResponse, pageScheme } from './surfaces/shell/page-files.ts';
import { createPlaceFile } from './surfaces/shell/place-file.ts';
import { restrictPages, restrictSession } from './surfaces/shell/security.ts';
import { makeSettingsStore } from './surfaces/shell/settings-store.ts';
import { builtFiles, createWindows, type Windows } from './surfaces/shell/windows.ts';

/** Pages come from Vite's server while developing, from our own files in every packed app. */
const devServer = app.isPackaged ? null : (process.env.VITE_DEV_SERVER_URL?.replace(/\/$/, '') ?? null);
const origins = devServer === null ? [pageOrigin] : [devServer];
const requestOrigins = devServer === null ? origins : [devServer, devServer.replace(/^http/, 'ws')];
const files = builtFiles(import.meta.dirname);

async function run(home: string): Promise<void> {
  const composed = compose({ home, version: app.getVersion(), once: false, makeSettingsStore, desktop });
  const { engine, logger } = composed;
  reportBugs((message, fields) => logger.error(message, fields));
  if (composed.homeProblem) logger.error(composed.homeProblem.message);
  let shell: Shell | null = null;
  let api: Promise<StartedApi> | null = null;
  const endings: (() => void)[] = [];
  const quit = quitInOrder(app, {
    detach: () => {
      for (const end of endings) end();
      shell?.detach();
    },
    close: async () => {
      await (await api)?.close();
      await composed.close();
    },
  });
  restrictPages(app);
  await app.whenReady();
  restrictSession(requestOrigins);
  protocol.handle(pageScheme, (request) => pageResponse(request, files.page));
  endings.push(serveOperations(ipcMain, engine, origins), serveFeed(ipcMain, engine, origins));
  const address = `${devServer ?? pageOrigin}/`;
  windows = createWindows({
    preload: files.preload,
    address,
    developing: !app.isPackaged,
    mayHide: () => shell?.hasTray() ?? true,
    onHidden: () => shell?.hidden(),
    placeFile: createPlaceFile(home),
    log: logger.warn,
  });
  setApplicationMenu({ engine, windows, quit, developing: !app.isPackaged });
  shell = attachShell({ ...facesOf(composed), windows, quit });
  const problem = await engine.start();
  if (problem) return explainAndQuit(problem, quit);
  // Where the command line finds this engine.
  api = startApi({ engine, home, port: wantedPort(process.env, composed.settings().port), version: app.getVersion() });
  const unreachable = (await api).problem;
  if (unreachable) logger.error(unreachable.message);
}

/** The home is taken by an engine that has no window, such as `tooltray watch`. */
async function explainAndQuit(problem: Problem, quit: () => void): Promise<void> {
  process.stderr.write(`${problem.message}\n`);
  if (!isHidden(process.argv)) {
    await dialog.showMessageBox({ type: 'info', title: 'Tooltray', message: problem.message, detail: problem.hint ?? '' });
  }
  quit();
}

const facesOf = ({ engine, settings, logger, home }: Composed) => ({
  app,
  engine,
  hidden: isHidden(process.argv),
  settings,
  log: logger.warn,
  loginStart: loginStartOf(app, home),
});

let windows: Windows | null = null;

keepHeapSmall();
survivePipes();
drawWithoutCard(app);
protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);

async function start(home: string): Promise<void> {
  const place = { path: home, exclusive: (work: () => Promise<boolean>) => asOnlyInstance(home, work) };
  const held = await holdInstance(app, place, { hidden: isHidden(process.argv) }, ({ hidden }) => hidden || windows?.open());
  // Before the app is ready, quit() would be put off; the other instance has the window.
  if (!held) return app.exit(0);
  await run(home);
}

start(homeOf()).catch((error: unknown) => {
  process.stderr.write(`Tooltray could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  app.exit(1);
});
