/** Who may run: open questions, standing answers, and the policies that answer for the person. */
import type { ServerId, SourceId } from '../contract/ids.ts';
import type { Problem } from '../contract/problem.ts';
import type { Event } from '../core/model/event.ts';
import type { ServerDefinition } from '../core/model/server.ts';
import type { TrustDecision } from '../core/model/trust.ts';
import type { Ports } from '../core/ports.ts';

export interface Approvals {
  load(): Promise<Problem | null>;
  /** The plan found an unanswered launch: a policy answers at once, otherwise the question stays open. */
  ask(definition: ServerDefinition): void;
  /** Writes the answer first, then tells the loop; a problem means that nothing was decided. */
  decide(definitions: readonly ServerDefinition[], verdict: TrustDecision['verdict']): Promise<Problem | null>;
}

export interface ApprovalParts {
  readonly ports: Ports;
  readonly send: (event: Event) => void;
  /** Launches of this source need no question. */
  readonly isAlwaysTrusted: (source: SourceId) => boolean;
}

/** Makes the keeper of approvals. Answers of a policy are never written: without the policy the question comes back. */
export function createApprovals(parts: ApprovalParts): Approvals {
  const { ports, send } = parts;
  let decisions: ReadonlyMap<ServerId, TrustDecision> = new Map();

  const decision = (definition: ServerDefinition, verdict: TrustDecision['verdict']): TrustDecision => ({
    server: definition.id,
    launchHash: definition.launchHash,
    verdict,
    decidedAtWall: ports.clock.now().wall,
    written: definition.written,
    fingerprints: definition.fingerprints,
  });

  return {
    async load() {
      const loaded = await ports.trustFile.load();
      decisions = new Map(loaded.decisions.map((known) => [known.server, known]));
      send({ kind: 'trust.loaded', decisions: [...decisions.values()] });
      return loaded.problem;
    },
    ask(definition) {
      if (parts.isAlwaysTrusted(definition.source)) send({ kind: 'trust.decided', decision: decision(definition, 'trusted') });
      else ports.logger.info('a launch waits for approval', { server: definition.name });
    },
    async decide(definitions, verdict) {
      const next = new Map(decisions);
      const made = definitions.map((definition) => decision(definition, verdict));
      for (const one of made) next.set(one.server, one);
      const problem = await ports.trustFile.save([...next.values()]);
      if (problem) return problem;
      decisions = next;
      for (const one of made) {
        ports.logger.info(verdict === 'trusted' ? 'a launch was approved' : 'a launch was rejected', { server: one.server });
        send({ kind: 'trust.decided', decision: one });
      }
      return null;
    },
  };
}
