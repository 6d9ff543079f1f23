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
  /** The policies may be others now: what they answered and no longer do is asked again, what they answer now is settled at once. */
  followPolicy(wanted: readonly ServerDefinition[]): void;
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
  /** Answers that a policy gave, with the source that it gave them for. */
  const byPolicy = new Map<ServerId, { readonly source: SourceId; readonly decision: TrustDecision }>();

  const decision = (definition: ServerDefinition, verdict: TrustDecision['verdict']): TrustDecision => ({
    server: definition.id,
    launchHash: definition.launchHash,
    verdict,
    decidedAtWall: ports.clock.now().wall,
    written: definition.written,
    fingerprints: definition.fingerprints,
  });

  function trustByPolicy(definition: ServerDefinition): void {
    const made = decision(definition, 'trusted');
    byPolicy.set(definition.id, { source: definition.source, decision: made });
    send({ kind: 'trust.decided', decision: made });
  }

  /** The person's own answer is back in force where a policy had given another one. */
  function withdraw(): void {
    const over = [...byPolicy].filter(([, { source }]) => !parts.isAlwaysTrusted(source));
    if (over.length === 0) return;
    for (const [id] of over) byPolicy.delete(id);
    const standing = new Map([...decisions, ...[...byPolicy].map(([id, given]) => [id, given.decision] as const)]);
    send({ kind: 'trust.loaded', decisions: [...standing.values()] });
  }

  return {
    async load() {
      const loaded = await ports.trustFile.load();
      decisions = new Map(loaded.decisions.map((known) => [known.server, known]));
      send({ kind: 'trust.loaded', decisions: [...decisions.values()] });
      return loaded.problem;
    },
    ask(definition) {
      if (parts.isAlwaysTrusted(definition.source)) trustByPolicy(definition);
      else ports.logger.info('a launch waits for approval', { server: definition.name });
    },
    followPolicy(wanted) {
      withdraw();
      for (const definition of wanted) {
        const { id, launchHash, source } = definition;
        const given = byPolicy.get(id)?.decision ?? decisions.get(id);
        if (given?.launchHash !== launchHash && parts.isAlwaysTrusted(source)) trustByPolicy(definition);
      }
    },
    async decide(definitions, verdict) {
      const next = new Map(decisions);
      const made = definitions.map((definition) => decision(definition, verdict));
      for (const one of made) next.set(one.server, one);
      const problem = await ports.trustFile.save([...next.values()]);
      if (problem) return problem;
      decisions = next;
      for (const one of made) {
        byPolicy.delete(one.server);
        ports.logger.info(verdict === 'trusted' ? 'a launch was approved' : 'a launch was rejected', { server: one.server });
        send({ kind: 'trust.decided', decision: one });
      }
      return null;
    },
  };
}
