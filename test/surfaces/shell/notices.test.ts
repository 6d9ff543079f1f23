/** What is worth a notification. */
import { describe, expect, test } from 'vitest';
import type { AppView } from '../../../electron/contract/app-view.ts';
import type { ProblemCode } from '../../../electron/contract/problem.ts';
import { nothingTold, noticesOf, type Told } from '../../../electron/surfaces/shell/notices.ts';
import { sampleApproval, sampleServer, sampleView } from '../../helpers/sample-view.ts';

const failed = (name: string, code: ProblemCode = 'exited') =>
  sampleServer(name, { status: 'failed', problem: { code, message: `why: ${code}` } });
const view = (...servers: AppView['servers']): AppView => sampleView({ servers });

/** Titles told for each view of a history. */
function history(...views: readonly AppView[]): readonly (readonly string[])[] {
  let told: Told = nothingTold;
  return views.map((one) => {
    const found = noticesOf(one, told);
    told = found.told;
    return found.notices.map((notice) => notice.title);
  });
}

describe('notices', () => {
  test('a calm app says nothing', () => {
    expect(history(view(sampleServer('a')), view(sampleServer('a', { status: 'syncing' })), view(sampleServer('a')))).toEqual([[], [], []]);
  });

  test('a failure is told once, however often it is tried again', () => {
    const trying = view(sampleServer('a', { status: 'syncing' }));
    expect(history(view(failed('a')), trying, view(failed('a')), trying, view(failed('a')))).toEqual([['a failed'], [], [], [], []]);
  });

  test('another cause is news, but a crash loop is what follows from the crash', () => {
    expect(history(view(failed('a')), view(failed('a', 'unauthorized')))).toEqual([['a failed'], ['a failed']]);
    expect(history(view(failed('a')), view(failed('a', 'crash-loop')))).toEqual([['a failed'], []]);
    expect(history(view(failed('a', 'crash-loop')))).toEqual([['a failed']]);
  });

  test('a recovery is told once, and only after a failure that was told', () => {
    expect(
      history(view(failed('a')), view(sampleServer('a', { status: 'syncing' })), view(sampleServer('a')), view(sampleServer('a'))),
    ).toEqual([['a failed'], [], ['a works again'], []]);
  });

  test('a server that was switched off neither fails nor recovers', () => {
    const off = view(sampleServer('a', { enabled: false, status: 'disabled' }));
    expect(history(view(failed('a')), off, view(sampleServer('a')))).toEqual([['a failed'], [], []]);
  });

  test('an open approval is told once a launch', () => {
    const waiting = (launchHash: string) => sampleView({ approvals: [sampleApproval('a', { launchHash })] });
    expect(history(waiting('one'), waiting('one'), waiting('two'))).toEqual([['a needs your approval'], [], ['a needs your approval']]);
  });

  test('a rejected launch is not asked about again', () => {
    expect(history(sampleView({ approvals: [sampleApproval('a', { rejected: true })] }))).toEqual([[]]);
  });

  test('many at once are one notification that names them', () => {
    const { notices } = noticesOf(view(failed('a'), failed('b'), failed('c')), nothingTold);
    expect(notices).toMatchObject([{ title: '3 servers fail', body: 'a, b, c', place: '/servers' }]);
  });

  test('a click leads to the server', () => {
    const server = failed('a');
    expect(noticesOf(view(server), nothingTold).notices).toMatchObject([
      { title: 'a failed', body: 'why: exited', place: `/servers/${encodeURIComponent(server.id)}` },
    ]);
  });
});
