/** The pages “Approvals” and of one server, over given views, and the side of the window. */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { sampleApproval, sampleLaunch, sampleServer, sampleServerId, sampleView } from '../helpers/sample-view.ts';
import { find, namesOf, showApp, textOf } from './show.tsx';

describe('approvals page', () => {
  const long = `--${'x'.repeat(3_000)}`;
  const two = sampleView({
    approvals: [
      sampleApproval('github', {
        next: sampleLaunch({
          args: ['-y', 'evil\u202Epkg', '', long],
          cwd: '/desk',
          values: [{ name: 'NODE_OPTIONS', fingerprint: 'abc', dangerous: true }],
          files: [{ role: 'script', path: '/desk/run.js', fingerprint: 'def' }],
        }),
        previous: sampleLaunch({ args: ['-y', 'pkg', '', long], cwd: '/desk' }),
        changes: ['arguments changed'],
        warnings: ['NODE_OPTIONS changes what Node runs'],
      }),
      sampleApproval('other'),
    ],
  });

  test('T05 shows the whole launch: every argument on its line, nothing cut off, hidden characters visible', async () => {
    const screen = await showApp(two, '/approvals');
    const launches = [...screen.root.querySelectorAll('article')][0]?.querySelectorAll('.launch');
    const [before, now] = [...(launches ?? [])].map((launch) =>
      [...launch.querySelectorAll('li')].map((line) => line.textContent?.replace(/^(before|now): /, '')),
    );
    expect(now).toEqual([
      'stdio',
      'npx',
      '-y',
      'evilU+202Epkg',
      'empty',
      long,
      '/desk',
      'NODE_OPTIONS decides what code runs abc',
      '/desk/run.js script def',
    ]);
    expect(before).toEqual(['stdio', 'npx', '-y', 'pkg', 'empty', long, '/desk']);
  });

  test('T05 old and new are marked where they differ, and only there', async () => {
    const screen = await showApp(two, '/approvals');
    const marked = (name: string) => [...screen.root.querySelectorAll(`.${name}`)].map((line) => line.textContent);
    expect(marked('is-old')).toEqual(['before: pkg']);
    expect(marked('is-new')).toEqual([
      'now: evilU+202Epkg',
      'now: NODE_OPTIONS decides what code runs abc',
      'now: /desk/run.js script def',
    ]);
  });

  test('T05 warnings and changes are said, and no button is the default', async () => {
    const screen = await showApp(two, '/approvals');
    expect(textOf(screen)).toContain('NODE_OPTIONS changes what Node runs');
    expect(textOf(screen)).toContain('arguments changed');
    expect(screen.root.querySelector('button[type="submit"]')).toBeNull();
    expect(document.activeElement?.tagName).not.toBe('BUTTON');
  });

  test('approves and rejects exactly the launch that was shown', async () => {
    const screen = await showApp(two, '/approvals');
    await screen.click(find(screen, 'button', 'Approve github'));
    await screen.click(find(screen, 'button', 'Reject other'));
    await screen.click(find(screen, 'button', 'Approve all'));
    const github = { server: sampleServerId('github'), launchHash: 'hash-of-github' };
    const other = { server: sampleServerId('other'), launchHash: 'hash-of-other' };
    expect(screen.asked).toEqual([
      { name: 'approvals.approve', input: { launches: [github] } },
      { name: 'approvals.reject', input: { launches: [other] } },
      { name: 'approvals.approve', input: { launches: [github, other] } },
    ]);
  });

  test('a rejected launch can still be approved, but not by “Approve all”', async () => {
    const rejected = sampleApproval('gone', { rejected: true });
    const screen = await showApp(sampleView({ approvals: [sampleApproval('a'), sampleApproval('b'), rejected] }), '/approvals');
    expect(namesOf(screen, 'button')).toContain('Approve gone');
    expect(namesOf(screen, 'button')).not.toContain('Reject gone');
    await screen.click(find(screen, 'button', 'Approve all'));
    expect(JSON.stringify(screen.asked)).not.toContain('gone');
  });

  test('a launch that changed meanwhile is not approved silently', async () => {
    const problem = { code: 'source-changed', message: 'the launch has changed since it was shown' };
    const screen = await showApp(two, '/approvals', { 'approvals.approve': { ok: false, problem } });
    await screen.click(find(screen, 'button', 'Approve github'));
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('has changed since it was shown');
  });

  test('nothing to answer is said calmly', async () => {
    const screen = await showApp(sampleView(), '/approvals');
    expect(textOf(screen)).toContain('Nothing waits for your approval.');
  });
});

describe('server page', () => {
  const problem = {
    code: 'exited' as const,
    message: 'The server exited with code 3.',
    hint: 'Look at its log.',
    evidence: ['boom: no token'],
  };
  const place = `/servers/${encodeURIComponent(sampleServerId('github'))}`;
  const broken = sampleView({ servers: [sampleServer('github', { status: 'failed', problem })] });
  const items = { items: [{ name: 'create_issue', description: 'Opens an issue' }], stale: true, readAt: 1_000_000 };

  test('a failure has its cause, evidence, next step and a button', async () => {
    const screen = await showApp(broken, place, { 'servers.items': items });
    for (const part of [problem.message, problem.hint, 'boom: no token']) expect(textOf(screen)).toContain(part);
    await screen.click(find(screen, 'button', 'Resync'));
    expect(screen.asked.at(-1)).toEqual({ name: 'servers.sync', input: { names: [sampleServerId('github')] } });
  });

  test('last known tools are listed as such', async () => {
    const screen = await showApp(broken, place, { 'servers.items': items });
    expect(textOf(screen)).toContain('create_issue');
    expect(textOf(screen)).toContain('last known');
  });

  test('the log shows what the server wrote', async () => {
    const screen = await showApp(broken, place, { 'servers.items': items, 'servers.log': { lines: ['first', '\u001b[31msecond'] } });
    await screen.click(find(screen, 'tab', 'Log'));
    await screen.settle();
    expect(screen.root.querySelector('[role="log"]')?.textContent).toBe('first\n⟨U+001B⟩[31msecond');
  });

  test('Escape goes back to the table', async () => {
    const screen = await showApp(broken, place, { 'servers.items': items });
    await screen.press(document.body, 'Escape');
    await screen.settle();
    expect(namesOf(screen, 'table')).toContain('Servers');
  });

  test('a server that is gone is said to be gone', async () => {
    const screen = await showApp(sampleView(), '/servers/nonsense');
    expect(textOf(screen)).toContain('no longer there');
  });
});

test('watching is paused and resumed from the side', async () => {
  const screen = await showApp(sampleView());
  await screen.click(find(screen, 'button', 'Pause watching'));
  expect(screen.asked).toEqual([{ name: 'watching.set', input: { paused: true } }]);
  screen.send({ kind: 'change', number: 1, change: { servers: [], removed: [], rest: { watcher: { state: 'paused', problem: null } } } });
  expect(namesOf(screen, 'button')).toContain('Resume watching');
});

test('a fault in one page leaves the rest of the window standing', async () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => quiet.mockRestore());
  const place = `/servers/${encodeURIComponent(sampleServerId('github'))}`;
  const screen = await showApp(sampleView(), place, { 'servers.items': { nonsense: true } });
  expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('This page could not be shown');
  await screen.click(find(screen, 'link', 'Servers'));
  await screen.settle();
  expect(namesOf(screen, 'table')).toContain('Servers');
});
