/** Feature flags: where a value may come from and how it is read. Only flags that do something are listed. */
import { z } from 'zod';

export const FlagView = z.object({
  value: z.union([z.boolean(), z.string(), z.number()]),
  source: z.enum(['environment', 'setting', 'default']),
});
export type FlagView = z.infer<typeof FlagView>;

export const flagNames = ['TOOLTRAY_TRUST', 'TOOLTRAY_PORT', 'TOOLTRAY_LOG', 'smartSync'] as const;
export type FlagName = (typeof flagNames)[number];
