/** The four kinds of things a server lists, as in the MCP specification. */
import { z } from 'zod';

export const CapabilityKind = z.enum(['tools', 'prompts', 'resources', 'resourceTemplates']);
export type CapabilityKind = z.infer<typeof CapabilityKind>;
export const capabilityKinds: readonly CapabilityKind[] = CapabilityKind.options;

/** What a person may ask to list again; `resources` includes the templates. */
export const CapabilityChoice = z.enum(['tools', 'prompts', 'resources']);
export type CapabilityChoice = z.infer<typeof CapabilityChoice>;

/** One listed tool, prompt, resource or template, kept word for word (unknown fields included). */
export const ListedItem = z.looseObject({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
});
export type ListedItem = z.infer<typeof ListedItem>;

/** One row of `tooltray tools --json` and its siblings. */
export const ListedRow = z.object({
  server: z.string(),
  source: z.string(),
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  stale: z.boolean(),
  /** When the list was read, ISO 8601. */
  as_of: z.string().nullable(),
  enabled: z.boolean(),
});
export type ListedRow = z.infer<typeof ListedRow>;
