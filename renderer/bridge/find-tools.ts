/** Finds tools by words: in their names first, then in what is said about them. */
import type { IndexedTool } from './tool-index.ts';

export interface FoundTools {
  /** The best ones, at most as many as were asked for. */
  readonly tools: readonly IndexedTool[];
  readonly total: number;
  /** Shown names of the servers that have a tool of such a name. */
  readonly servers: ReadonlySet<string>;
}

export const noTools: FoundTools = { tools: [], total: 0, servers: new Set() };

/** Words of a search, in small letters. */
export const searchWords = (search: string): readonly string[] => search.toLowerCase().split(/\s+/).filter(Boolean);

/** Tools that hold every word; no words find nothing. */
export function findTools(tools: readonly IndexedTool[], search: string, toolsMax: number): FoundTools {
  const words = searchWords(search);
  const [first] = words;
  if (first === undefined) return noTools;
  const ranks: [starting: IndexedTool[], named: IndexedTool[], described: IndexedTool[]] = [[], [], []];
  const servers = new Set<string>();
  for (const tool of tools) {
    if (!words.every((word) => tool.text.includes(word))) continue;
    const named = words.every((word) => tool.nameText.includes(word));
    if (named) servers.add(tool.server);
    ranks[named ? (tool.nameText.startsWith(first) ? 0 : 1) : 2].push(tool);
  }
  const total = ranks.reduce((sum, rank) => sum + rank.length, 0);
  return { tools: ranks.flat().slice(0, toolsMax), total, servers };
}
