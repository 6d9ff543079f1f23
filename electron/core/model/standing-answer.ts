/** What the person (or a policy that stands for them) has answered about exactly the launch that is in force. */
import type { ServerDefinition } from './server.ts';
import type { State } from './state.ts';
import type { TrustDecision } from './trust.ts';

/** The answer for this launch; null when it was about another one, or never given. */
export function standingAnswer(
  state: Pick<State, 'trust'>,
  definition: Pick<ServerDefinition, 'id' | 'launchHash'>,
): TrustDecision['verdict'] | null {
  const decision = state.trust.get(definition.id);
  return decision?.launchHash === definition.launchHash ? decision.verdict : null;
}

/** Only a trusted launch may ever be started. */
export const isTrusted = (state: Pick<State, 'trust'>, definition: Pick<ServerDefinition, 'id' | 'launchHash'>): boolean =>
  standingAnswer(state, definition) === 'trusted';
