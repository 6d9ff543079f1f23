/** Open approvals: the full launch, the approved one beside it, and what a careful person wants pointed out. */
import type { ApprovalView, LaunchView } from '../../contract/app-view.ts';
import type { ServerId } from '../../contract/ids.ts';
import type { Transport } from '../../contract/server.ts';
import { desiredServers } from '../model/desired-servers.ts';
import { isDangerousVariable, launchWarnings } from '../model/launch-warnings.ts';
import type { LaunchFile, ServerDefinition } from '../model/server.ts';
import { standingAnswer } from '../model/standing-answer.ts';
import type { State } from '../model/state.ts';
import type { TrustDecision } from '../model/trust.ts';
import type { Surround } from './server-view.ts';

/** Every enabled server whose launch is not approved, in order of rank; rejected ones last. */
export function approvalViews(state: State, names: ReadonlyMap<ServerId, string>, surround: Surround): ApprovalView[] {
  const views: ApprovalView[] = [];
  for (const definition of desiredServers(state.sources).values()) {
    if (!definition.enabled) continue;
    const decision = state.trust.get(definition.id);
    const answered = standingAnswer(state, definition);
    if (answered === 'trusted') continue;
    views.push(approvalView(state, definition, decision, names.get(definition.id) ?? definition.name, answered === 'rejected', surround));
  }
  return [...views.filter((view) => !view.rejected), ...views.filter((view) => view.rejected)];
}

function approvalView(
  state: State,
  definition: ServerDefinition,
  decision: TrustDecision | undefined,
  name: string,
  rejected: boolean,
  surround: Surround,
): ApprovalView {
  const next = launchView(definition.written, definition.fingerprints, definition);
  const previous = decision?.verdict === 'trusted' ? launchView(decision.written, decision.fingerprints, null) : null;
  const connection = state.servers.get(definition.id)?.connection;
  return {
    server: definition.id,
    name,
    source: definition.source,
    clientLabel: surround.clientLabel(definition.client),
    launchHash: definition.launchHash,
    next,
    previous,
    changes: previous ? launchChanges(previous, next) : [],
    warnings: [...launchWarnings(definition.written, definition.facts)],
    running: connection?.phase === 'open' || connection?.phase === 'connecting',
    rejected,
  };
}

function launchView(written: Transport, fingerprints: Readonly<Record<string, string>>, definition: ServerDefinition | null): LaunchView {
  const stdio = written.kind === 'stdio' ? written : null;
  const valueNames = Object.keys(written.kind === 'stdio' ? written.env : written.headers);
  const valueKind = stdio ? 'env' : 'header';
  const paths = filePaths(definition?.facts.files ?? []);
  const files = Object.entries(fingerprints)
    .filter(([key]) => key.startsWith('file:'))
    .map(([key, fingerprint]) => ({ role: key.slice('file:'.length), path: paths.get(key.slice('file:'.length)) ?? '', fingerprint }));
  return {
    transport: written.kind,
    command: stdio?.command ?? null,
    args: stdio ? [...stdio.args] : [],
    url: written.kind === 'stdio' ? null : written.url,
    cwd: stdio?.cwd ?? null,
    envFile: stdio?.envFile ?? null,
    values: valueNames.map((name) => ({
      name,
      fingerprint: fingerprints[`${valueKind}:${name}`] ?? '',
      dangerous: stdio !== null && isDangerousVariable(name),
    })),
    files,
  };
}

/** Paths by the names that fingerprints go by: `script`, then `script:2` for a further one. */
function filePaths(files: readonly LaunchFile[]): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const { role, path } of files) {
    let name: string = role;
    for (let number = 2; paths.has(name); number += 1) name = `${role}:${number}`;
    paths.set(name, path);
  }
  return paths;
}

/** In plain words what differs between two launches, field by field. */
export function launchChanges(before: LaunchView, after: LaunchView): string[] {
  const changes: string[] = [];
  const compare = (label: string, from: string | null, to: string | null) => {
    if (from !== to)
      changes.push(
        from === null ? `${label} added: ${to}` : to === null ? `${label} removed: ${from}` : `${label} changed: ${from} → ${to}`,
      );
  };
  compare('transport', before.transport, after.transport);
  compare('command', before.command, after.command);
  if (JSON.stringify(before.args) !== JSON.stringify(after.args))
    changes.push(`arguments changed: ${JSON.stringify(before.args)} → ${JSON.stringify(after.args)}`);
  compare('address', before.url, after.url);
  compare('working folder', before.cwd, after.cwd);
  compare('environment file', before.envFile, after.envFile);
  const [from, to] = [before, after].map(({ transport }) => (transport === 'stdio' ? 'variable' : 'header'));
  // A variable and a header of one name have nothing to do with each other.
  if (from === to) changes.push(...keyedChanges(`${to}`, before.values, after.values, (value) => value.name));
  else
    changes.push(...before.values.map(({ name }) => `${from} ${name} removed`), ...after.values.map(({ name }) => `${to} ${name} added`));
  changes.push(...keyedChanges('file', before.files, after.files, (file) => file.role));
  if (changes.length === 0) changes.push('a value behind a variable changed');
  return changes;
}

function keyedChanges<Value extends { fingerprint: string }>(
  label: string,
  before: readonly Value[],
  after: readonly Value[],
  keyOf: (value: Value) => string,
): string[] {
  const old = new Map(before.map((value) => [keyOf(value), value]));
  const changes: string[] = [];
  for (const value of after) {
    const key = keyOf(value);
    const former = old.get(key);
    if (!former) changes.push(`${label} ${key} added`);
    else if (former.fingerprint !== value.fingerprint) changes.push(`content of ${label} ${key} changed`);
    old.delete(key);
  }
  for (const key of old.keys()) changes.push(`${label} ${key} removed`);
  return changes;
}
