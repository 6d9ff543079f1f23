/** The numbered feed: a snapshot first, then changes; a subscriber that misses a number asks for a new snapshot. */
import { z } from 'zod';
import { AppView, ServerView } from './app-view.ts';
import { ServerId } from './ids.ts';

export const ViewChange = z.object({
  /** Servers whose view changed or that are new. */
  servers: z.array(ServerView),
  removed: z.array(ServerId),
  /** Order of all servers, sent only when it changed. */
  order: z.array(ServerId).optional(),
  /** Other members of the view that changed. */
  rest: AppView.omit({ servers: true }).partial(),
});
export type ViewChange = z.infer<typeof ViewChange>;

export const FeedMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('snapshot'), number: z.number(), view: AppView }),
  z.object({ kind: z.literal('change'), number: z.number(), change: ViewChange }),
]);
export type FeedMessage = z.infer<typeof FeedMessage>;
