/** T17: text from outside through every place where a person reads it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { serverId, sourceId } from '../../electron/contract/ids.ts';
import { type TrayLine, trayView } from '../../electron/core/view/tray-view.ts';
import { createServerLogs, serverLogName } from '../../electron/effects/logs/server-logs.ts';
import { createLogger } from '../../electron/effects/system/logger.ts';
import { nothingTold, noticesOf, noticeText } from '../../electron/surfaces/shell/notices.ts';
import { visibleLine, visibleText } from '../../renderer/lib/visible-text.ts';
import { hostileTexts, rawText } from '../helpers/hostile-text.ts';
import { sampleApproval, sampleLaunch, sampleServer, sampleSourceView, sampleView } from '../helpers/sample-view.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { run } from './terminal/stub-world.ts';

const failing = (text: string) =>
  sampleServer(text, { status: 'failed', problem: { code: 'exited', message: `ended: ${text}`, hint: text, evidence: [text] } });
/** Lines of a sink that ends its lines itself; one from outside would make one more. */
const linesOf = (output: string): readonly string[] => output.split('\n').filter((line) => line !== '');
const raw = (lines: readonly string[]): readonly string[] => lines.filter((line) => rawText.test(line)).map((line) => JSON.stringify(line));
const labelsOf = (lines: readonly TrayLine[]): readonly string[] =>
  lines.flatMap((line) =>
    line.kind === 'separator' ? [] : line.kind === 'submenu' ? [line.label, ...labelsOf(line.lines)] : [line.label],
  );

test('T17 there are 300 strings, all different, each of them raw', () => {
  expect(new Set(hostileTexts).size).toBe(300);
  expect(hostileTexts.filter((text) => !rawText.test(text))).toEqual([]);
});

describe('T17 none of 300 hostile strings comes out raw', () => {
  test('T17 in the text of the window', () => {
    expect(raw(hostileTexts.map(visibleText))).toEqual([]);
    expect(raw(hostileTexts.map((text) => visibleLine(text)))).toEqual([]);
    // Names that differ only in what cannot be seen look different.
    expect(new Set(hostileTexts.map(visibleText)).size).toBe(hostileTexts.length);
  });

  test('T17 in tooltip and menu of the tray', () => {
    for (const text of hostileTexts) {
      const view = sampleView({
        servers: [failing(text)],
        sources: [sampleSourceView({ clientLabel: text, problem: { code: 'source-invalid', message: text } })],
      });
      const { tooltip, lines } = trayView(view);
      expect(raw([tooltip, ...labelsOf(lines)])).toEqual([]);
    }
  });

  test('T17 in notifications, and no markup either', () => {
    for (const text of hostileTexts) {
      const view = sampleView({ servers: [failing(text)], approvals: [sampleApproval(text, { clientLabel: text })] });
      const texts = noticesOf(view, nothingTold, 0).notices.flatMap(({ title, body }) => [noticeText(title), noticeText(body)]);
      expect(texts).toHaveLength(4);
      expect(raw(texts)).toEqual([]);
    }
    expect(noticeText('<b>bold</b> & <a href="x">link</a>')).not.toMatch(/[<>&]/);
  });

  const servers = hostileTexts.map(failing);
  const view = sampleView({
    servers,
    approvals: hostileTexts.map((text) =>
      sampleApproval(text, {
        clientLabel: text,
        changes: [text],
        warnings: [text],
        next: sampleLaunch({ command: text, args: [text], cwd: text }),
      }),
    ),
  });
  const rows = hostileTexts.map((text) => ({
    server: text,
    source: text,
    name: text,
    title: text,
    description: text,
    stale: false,
    as_of: null,
    enabled: true,
  }));
  const commands: readonly [string, Parameters<typeof run>[1]][] = [
    ['status', { view }],
    ['tools', { answers: { 'listings.get': rows } }],
    ['approve', { answers: { 'approvals.list': view.approvals } }],
    [
      'sources',
      {
        answers: {
          'sources.list': hostileTexts.map((text) =>
            sampleSourceView({ clientLabel: text, path: text, problem: { code: 'source-invalid', message: text } }),
          ),
        },
      },
    ],
  ];
  test.each(commands)('T17 in the output of `%s`', async (command, options) => {
    const ran = await run([command], options);
    const lines = linesOf(ran.stdout);
    expect(lines.length).toBeGreaterThanOrEqual(hostileTexts.length);
    expect(raw([...lines, ...linesOf(ran.stderr)])).toEqual([]);
  });

  test('T17 in our own log, in the file and on a terminal', async () => {
    const home = tempFolder();
    const printed: string[] = [];
    const logger = createLogger(home, { level: 'debug', print: (line) => printed.push(line) });
    for (const text of hostileTexts) {
      logger.warn(text, { name: text, error: new Error(text) });
      // A flood would be cut short.
      await logger.flush();
    }
    const lines = linesOf(readFileSync(path.join(home, 'logs', 'tooltray.log'), 'utf8'));
    expect([lines.length, printed.length]).toEqual([300, 300]);
    expect(raw([...lines, ...printed])).toEqual([]);
  });

  test('T17 in the log of a server, in the file and in the window', async () => {
    const home = tempFolder();
    const server = serverId(sourceId('/h/mcp.json'), ['mcpServers', 'a']);
    const logs = createServerLogs(home);
    for (const text of hostileTexts) logs.append(server, text);
    expect(raw(logs.tail(server, 300))).toEqual([]);
    await logs.close();
    const lines = linesOf(readFileSync(path.join(home, 'logs', 'servers', serverLogName(server)), 'utf8'));
    expect(lines).toHaveLength(300);
    expect(raw(lines)).toEqual([]);
  });
});
