/** Every problem of a server or its file has a title and next steps, also as the engine really words them. */
import { describe, expect, test } from 'vitest';
import { type Problem, ProblemCode } from '../../electron/contract/problem.ts';
import { parseJsonc } from '../../electron/core/configs/codecs/jsonc-parse.ts';
import { explainNetwork, explainStatus } from '../../electron/effects/mcp/http-problem.ts';
import { findCommand } from '../../electron/effects/mcp/process/find-command.ts';
import { evidenceLines, problemTitle, problemWords } from '../../renderer/features/failures/problem-words.ts';

const problem = (code: ProblemCode, message: string, rest: Partial<Problem> = {}): Problem => ({ code, message, ...rest });

describe('the title of a problem', () => {
  const cases: readonly (readonly [Problem, string])[] = [
    [problem('source-invalid', 'x', { where: { line: 7, column: 3 } }), 'Bad JSON at line 7, column 3'],
    [problem('source-invalid', 'x', { where: { line: 7 } }), 'Bad JSON at line 7'],
    [problem('source-unreadable', 'x'), 'Its file cannot be read'],
    [problem('entry-invalid', 'x', { where: { line: 2, column: 1 } }), 'Mistake in its entry at line 2, column 1'],
    [problem('duplicate-key', 'x', { where: { line: 2, column: 1 } }), 'The same name twice at line 2, column 1'],
    [problem('variable-missing', 'The variable API_KEY is not set.'), 'Variable not set: API_KEY'],
    [problem('variable-missing', 'Only its own client can fill in ${input:x}.'), 'A variable is not set'],
    [problem('command-not-found', '/x/run names an interpreter that was not found.'), 'Command not found'],
    [problem('command-not-executable', 'x', { where: { path: '/a/run.sh' } }), 'Not executable: run.sh'],
    [problem('cwd-missing', 'x'), 'Its working folder does not exist'],
    [problem('env-file-missing', 'x'), 'Its env file does not exist'],
    [problem('spawn-failed', 'x'), 'Could not be started'],
    [problem('exited', 'The server exited with code 1 before it answered.'), 'Exited with code 1 before it answered'],
    [problem('exited', 'The server exited with code 137.'), 'Exited with code 137'],
    [problem('exited', 'The server was ended by SIGKILL.'), 'Ended by SIGKILL'],
    [problem('crash-loop', 'crash loop: failed 5 times in a row; last: x'), 'Keeps crashing: 5 times in a row'],
    [problem('deadline', 'The server did not answer initialize within 30 s.'), 'No answer within 30 s'],
    [problem('refused-initialize', 'The server refused initialize: token rejected'), 'Refused: token rejected'],
    [
      problem('unsupported-protocol', "Server's protocol version is not supported: 1999-01-01."),
      'Unsupported protocol revision: 1999-01-01',
    ],
    [problem('connection-lost', 'x'), 'Connection lost'],
    [problem('list-failed', 'The server refused tools/list: no'), 'Could not list its tools'],
    [problem('list-failed', 'The server did not answer resources/templates/list within 30 s.'), 'Could not list its resource templates'],
    [problem('list-failed', 'something else'), 'Could not list its lists'],
    [problem('list-endless', "The server's prompts/list never ends: x."), 'The list of its prompts never ends'],
    [problem('expired', 'x'), 'Session expired'],
    [problem('cancelled', 'x'), 'Called off'],
    [problem('approval', 'x'), 'Waits for your approval'],
    [problem('rejected', 'you rejected this launch'), 'You rejected this launch'],
  ];
  test.each(cases)('$message → %s', (one, title) => {
    expect(problemTitle(one)).toBe(title);
  });

  test('every code has one without the parts that its words are made of', () => {
    for (const code of ProblemCode.options) {
      const title = problemTitle(problem(code, ''));
      expect(title, code).not.toMatch(/undefined|null|\.$|: $/);
    }
  });

  test('of a code that this page does not know is what the engine says', () => {
    expect(problemTitle({ code: 'of-the-future' as never, message: 'It is raining.' })).toBe('It is raining');
  });
});

describe('what the engine really says', () => {
  const refusal = (status: number, challenge: string | null = null) =>
    explainStatus('https://example.org/mcp?key=x', { status, statusText: '', retryAfterMs: undefined, challenge });

  test('over HTTP becomes a title with its status', () => {
    expect(problemTitle(refusal(401))).toBe('Not authorised (401)');
    expect(problemTitle(refusal(403))).toBe('Not authorised (403)');
    expect(problemTitle(refusal(503))).toBe('Answered 503 Service Unavailable');
  });

  test('of an address that is not reached becomes a title with the reason', () => {
    const refused = explainNetwork('http://127.0.0.1:1/mcp', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
    expect(refused && problemTitle(refused)).toBe('Not reachable: nothing listens there');
  });

  test('of a command that is nowhere becomes a title with its name and a list of folders', async () => {
    const found = await findCommand({ command: 'uvx', searchPath: '/none/a:/none/b', cwd: '/', platform: 'linux' });
    if (found.kind !== 'problem') throw new Error('it was found');
    expect(problemTitle(found.problem)).toBe('Command not found: uvx');
    expect(evidenceLines(found.problem)).toEqual(['/none/a', '/none/b']);
    expect(problemWords['command-not-found'].evidence?.(evidenceLines(found.problem))).toBe('Looked in these 2 folders');
  });

  test('of bad JSON becomes a title with the place', () => {
    const parsed = parseJsonc('{\n  "a": }', { charsMax: 100 } as Parameters<typeof parseJsonc>[1]);
    if (parsed.kind !== 'problem') throw new Error('it was parsed');
    expect(problemTitle(parsed.problem)).toBe('Bad JSON at line 2, column 8');
  });
});
