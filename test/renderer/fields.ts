/** Fields that are chosen from instead of typed into: drop-down lists, and the parts of a segmented control. */
import { act } from 'react';
import type { Screen } from './show.tsx';

/** Chooses a value in the drop-down list with this label. */
export async function choose(screen: Screen, label: string, value: string): Promise<void> {
  const select = screen.root.querySelector<HTMLSelectElement>(`select[aria-label="${label}"]`);
  if (select === null) throw new Error(`there is no drop-down list "${label}"`);
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(select, value);
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await screen.settle();
}

/** The radio button of a segmented control. */
export function field(screen: Screen, label: string, value: string): HTMLElement {
  const input = screen.root.querySelector<HTMLElement>(`[aria-label="${label}"] input[value="${value}"]`);
  if (input === null) throw new Error(`there is no "${value}" in "${label}"`);
  return input;
}
