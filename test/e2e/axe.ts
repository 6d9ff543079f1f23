/** Accessibility rules checked in the real page by axe. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';

const source = readFileSync(path.resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');

interface AxeNode {
  readonly target: readonly unknown[];
  readonly failureSummary?: string;
}

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly impact: string | null; readonly nodes: readonly AxeNode[] }[];
}

/** What a person would need most to be told of one violation. */
const nodesMax = 3;

/** Serious and critical violations on the page as it is now, each as one line; of all rules, or only of those about colours. */
export async function seriousViolations(page: Page, rules: 'all' | 'colours' = 'all'): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const found = await page.evaluate(
    async (only) => {
      const { axe } = globalThis as unknown as { axe: { run(at: Document, options: object): Promise<AxeResults> } };
      return axe.run(document, { resultTypes: ['violations'], preload: false, ...(only === null ? {} : { runOnly: only }) });
    },
    rules === 'all' ? null : ['color-contrast', 'link-in-text-block'],
  );
  const bad = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return bad.map(({ id, nodes }) => {
    const shown = nodes
      .slice(0, nodesMax)
      .map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`);
    return `${id} (${nodes.length}): ${shown.join(' | ')}`;
  });
}
