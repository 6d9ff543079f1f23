/** Answering questions: where the focus goes, what is said, and many at once. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keptPlaces } from '../../renderer/features/approvals/kept-places.ts';
import { sampleApproval, sampleLaunch, sampleView } from '../helpers/sample-view.ts';
import { find, namesOf, type Screen, showApp, textOf } from './show.tsx';

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `server-${index + 1}`);
const viewOf = (count: number) => sampleView({ approvals: names(count).map((name) => sampleApproval(name)) });
const focused = (): string =>
  document.activeElement?.closest('article')?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '';
const articles = (screen: Screen) => screen.root.querySelectorAll('article').length;

describe('after an answer', () => {
  test('the focus goes to the next question, and what happened is said', async () => {
    const screen = await showApp(viewOf(3), '/approvals');
    await screen.click(find(screen, 'button', 'Approve server-2'));
    expect(focused()).toBe('server-3');
    expect(textOf(screen)).toContain('server-2 approved and starting');
    await screen.click(find(screen, 'button', 'Reject server-3'));
    expect(focused()).toBe('server-2');
    expect(textOf(screen)).toContain('server-3 rejected; it does not run');
  });

  test('the focus goes to the heading when nothing is left', async () => {
    const screen = await showApp(viewOf(1), '/approvals');
    await screen.click(find(screen, 'button', 'Approve server-1'));
    expect(document.activeElement?.closest('h1')).not.toBeNull();
  });

  test('after all at once it goes to the heading, too', async () => {
    const screen = await showApp(viewOf(2), '/approvals');
    await screen.click(find(screen, 'button', 'Approve all'));
    expect(document.activeElement?.closest('h1')).not.toBeNull();
    expect(textOf(screen)).toContain('2 servers approved and starting');
  });

  test('a refused answer moves nothing and is told', async () => {
    const answer = { ok: false, problem: { code: 'source-changed', message: 'the launch has changed' } };
    const screen = await showApp(viewOf(2), '/approvals', { 'approvals.approve': answer });
    await screen.click(find(screen, 'button', 'Approve server-1'));
    expect(focused()).not.toBe('server-2');
    expect(textOf(screen)).not.toContain('approved and starting');
  });
});

describe('50 questions', () => {
  test('are lines first, one opens to its whole launch, and the next one opens after the answer', async () => {
    const screen = await showApp(viewOf(50), '/approvals');
    expect(articles(screen)).toBe(50);
    expect(namesOf(screen, 'button').filter((name) => name.startsWith('Approve'))).toEqual(['Approve all']);
    const [first] = [...screen.root.querySelectorAll('.approval-line')];
    if (first === undefined) throw new Error('no line');
    await screen.click(first);
    expect(screen.root.querySelectorAll('.launch')).toHaveLength(1);
    await screen.click(find(screen, 'button', 'Approve server-1'));
    expect(focused()).toBe('server-2');
    expect(namesOf(screen, 'button')).toContain('Approve server-2');
  });

  test('a line says how many warnings there are', async () => {
    const approvals = names(6).map((name) => sampleApproval(name, { warnings: ['one', 'two'] }));
    const screen = await showApp(sampleView({ approvals }), '/approvals');
    expect(screen.root.querySelector('.approval-line')?.textContent).toContain('2 warnings');
  });
});

describe('arguments of two launches', () => {
  const texts = fc.array(fc.constantFrom('-y', '--a', 'x', 'y', ''), { maxLength: 12 });
  const unmarked = (mine: readonly string[], theirs: readonly string[]) => {
    const common = keptPlaces(mine, theirs);
    return mine.filter((_, index) => common.has(index));
  };

  test('T05 what is not marked is the same on both sides, and nothing is marked without a difference', () => {
    fc.assert(
      fc.property(texts, texts, (before, now) => {
        expect(unmarked(before, now)).toEqual(unmarked(now, before));
        expect(unmarked(now, now)).toEqual(now);
      }),
    );
  });

  test('T05 only what changed is marked, also in the middle and in very long lists', () => {
    expect(unmarked(['-y', 'new', '--tools', 'all'], ['-y', 'old', '--tools', 'some'])).toEqual(['-y', '--tools']);
    const long = Array.from({ length: 1_000 }, (_, index) => String(index));
    const changed = long.map((text) => (text === '500' ? 'x' : text));
    expect(unmarked(changed, long)).toEqual(long.filter((text) => text !== '500'));
  });
});

describe('a question', () => {
  test('T05 what changed is named in words, the values stand in full below', async () => {
    const previous = sampleLaunch({ args: ['one'] });
    const changed = sampleApproval('github', { previous, changes: ['arguments changed: ["one"] → ["two"]', 'variable KEY added'] });
    const screen = await showApp(sampleView({ approvals: [changed] }), '/approvals');
    expect(textOf(screen)).toContain('What changed: arguments changed, variable KEY added');
  });

  test('a rejected one is folded below', async () => {
    const approvals = [sampleApproval('a'), sampleApproval('gone', { rejected: true })];
    const screen = await showApp(sampleView({ approvals }), '/approvals');
    const below = screen.root.querySelector('details.approvals-rejected');
    expect(below?.hasAttribute('open')).toBe(false);
    expect(below?.querySelector('summary')?.textContent).toBe('Rejected (1)');
    expect(below?.textContent).toContain('Approve gone');
  });

  test('T05 every part of the page can be reached by keyboard, and no answer is the default', async () => {
    const screen = await showApp(viewOf(1), '/approvals');
    for (const button of screen.root.querySelectorAll('main button')) expect(button.getAttribute('type')).toBe('button');
    expect(screen.root.querySelector('form')).toBeNull();
  });
});
