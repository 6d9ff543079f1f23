/** Types of trace.mjs for its test. */
export function idsIn(title: string): readonly string[];
export function stateOf(rows: readonly { readonly status: string }[]): 'passed' | 'failed' | 'skipped' | 'none';
