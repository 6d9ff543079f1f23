/** Words and fields of the four kinds of lists. */
import type { CapabilityChoice, CapabilityKind, ListedItem } from '../../../electron/contract/capability.ts';

interface CapabilityWords {
  readonly one: string;
  readonly many: string;
  /** What lists it again. */
  readonly choice: CapabilityChoice;
}

export const capabilityWords: Readonly<Record<CapabilityKind, CapabilityWords>> = {
  tools: { one: 'tool', many: 'tools', choice: 'tools' },
  prompts: { one: 'prompt', many: 'prompts', choice: 'prompts' },
  resources: { one: 'resource', many: 'resources', choice: 'resources' },
  resourceTemplates: { one: 'resource template', many: 'resource templates', choice: 'resources' },
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Address of a resource or template; '' for anything else. */
export const addressOf = (item: ListedItem): string => text(item.uri) || text(item.uriTemplate);

/** The first line of what it says about itself. */
export function aboutLine(item: ListedItem): string {
  const all = text(item.title) || text(item.description) || addressOf(item);
  return all.trim().split('\n')[0] ?? '';
}

/** What a search looks through. */
export const searchedText = (item: ListedItem): string =>
  `${item.name}\n${text(item.title)}\n${text(item.description)}\n${addressOf(item)}`.toLowerCase();

/** Names may come twice; with its number among equals a key never does. */
export function keysOf(items: readonly ListedItem[]): readonly string[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const key = `${item.name} ${addressOf(item)}`;
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return count === 0 ? key : `${key} ${count}`;
  });
}
