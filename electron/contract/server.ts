/** How a server is reached, and what a person may enter for one. */
import { z } from 'zod';

const Text = z.string().max(65_536);

export const StdioTransport = z.object({
  kind: z.literal('stdio'),
  command: Text.min(1),
  args: z.array(Text).default([]),
  env: z.record(z.string(), Text).default({}),
  envFile: Text.optional(),
  cwd: Text.optional(),
});

export const HttpTransport = z.object({
  kind: z.literal('http'),
  url: Text.min(1),
  headers: z.record(z.string(), Text).default({}),
  /** The client in question tries the older HTTP+SSE transport when streamable HTTP is refused. */
  fallback: z.literal('sse').optional(),
});

export const SseTransport = z.object({
  kind: z.literal('sse'),
  url: Text.min(1),
  headers: z.record(z.string(), Text).default({}),
});

export const Transport = z.discriminatedUnion('kind', [StdioTransport, HttpTransport, SseTransport]);
export type StdioTransport = z.infer<typeof StdioTransport>;
export type HttpTransport = z.infer<typeof HttpTransport>;
export type SseTransport = z.infer<typeof SseTransport>;
export type Transport = z.infer<typeof Transport>;
export type TransportKind = Transport['kind'];

/** What a person or script may hand in for one server: the common spelling of Tooltray's own `mcp.json`. */
export const ServerInput = z
  .looseObject({
    command: Text.min(1).optional(),
    args: z.array(Text).optional(),
    env: z.record(z.string(), z.union([Text, z.number(), z.boolean(), z.null()])).optional(),
    cwd: Text.optional(),
    url: Text.min(1).optional(),
    type: z.string().optional(),
    headers: z.record(z.string(), Text).optional(),
    disabled: z.boolean().optional(),
  })
  .refine((input) => (input.command === undefined) !== (input.url === undefined), {
    message: 'give either "command" or "url"',
  });
export type ServerInput = z.infer<typeof ServerInput>;

/** The status word, the same in tray, window, command line and API. */
export const ServerStatus = z.enum(['synced', 'syncing', 'failed', 'stale', 'approval', 'disabled', 'idle']);
export type ServerStatus = z.infer<typeof ServerStatus>;
