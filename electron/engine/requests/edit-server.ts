/**
 * Edits of Tooltray's own source.
 * 1. The text is read, edited and proven under the file's lock; nothing is written when the proof fails.
 * 2. The file is replaced whole; a crash before the rename leaves the old one, after it the new one.
 * 3. The new text is read back into the state at once, so that the caller sees the result.
 * 4. What was added is approved: entering it here was the person's act. A crash before this leaves it waiting for approval.
 */

import { type SourceId, sourceId } from '../../contract/ids.ts';
import type { OperationArguments } from '../../contract/operations.ts';
import type { Problem } from '../../contract/problem.ts';
import type { EditReport } from '../../contract/reports.ts';
import { profileOf } from '../../core/configs/clients/all-clients.ts';
import { editSource, type SourceEdit } from '../../core/configs/edit-source.ts';
import { readSource } from '../../core/configs/read-source.ts';
import { stableJson } from '../../core/lib/stable-json.ts';
import { unifiedDiff } from '../../core/lib/unified-diff.ts';
import { desiredServers } from '../../core/model/desired-servers.ts';
import type { ServerDefinition } from '../../core/model/server.ts';
import type { EditOutcome } from '../../core/ports.ts';
import type { EngineParts } from '../engine-parts.ts';
import { ownClient, ownSourcePath } from '../sources/own-source.ts';
import { reportedProblems } from '../sync/sync-report.ts';
import { findServers } from './find-servers.ts';

type Edited = EditReport | Problem;

/** Adds servers to the own source; `approved` says that the person entered them, which approves exactly what was added. */
export async function addServers(parts: EngineParts, input: OperationArguments<'servers.add'>, approved: boolean): Promise<Edited> {
  await parts.load();
  await parts.readSources();
  const target = editableSource(parts, input.source);
  if (typeof target !== 'string') return target;
  const edits = Object.entries(input.servers).map(([name, server]): SourceEdit => ({ kind: 'add', name, server }));
  const edited = await applyEdits(parts, target, edits, input.dryRun);
  if ('code' in edited) return edited;
  if (input.dryRun || !approved) return edited.report;
  const problem = await parts.approvals.decide(asEntered(parts, target, edited.text, new Set(Object.keys(input.servers))), 'trusted');
  return problem ?? edited.report;
}

/** Those of the named servers that are in force as `text` says; what somebody else has changed since was not entered by the person. */
function asEntered(parts: EngineParts, target: SourceId, text: string, names: ReadonlySet<string>): readonly ServerDefinition[] {
  const { environment, homeFolder, platform } = parts.ports.surroundings;
  const entered = readSource(profileOf(ownClient), text, { source: target, environment, homeFolder, platform });
  if (entered.kind === 'unreadable') return [];
  const transports = new Map(entered.entries.map((entry) => [entry.id, stableJson(entry.transport)]));
  return definitionsOf(parts, target).filter(({ id, name, transport }) => names.has(name) && transports.get(id) === stableJson(transport));
}

/** Takes one server out of the own source. */
export async function removeServer(parts: EngineParts, input: OperationArguments<'servers.remove'>): Promise<Edited> {
  return editNamed(parts, input, (name) => ({ kind: 'remove', name }));
}

/** Switches one server of the own source on or off. */
export async function setServerEnabled(parts: EngineParts, input: OperationArguments<'servers.setEnabled'>): Promise<Edited> {
  return editNamed(parts, input, (name) => ({ kind: 'setEnabled', name, enabled: input.enabled }));
}

async function editNamed(
  parts: EngineParts,
  input: { name: string; source?: string | undefined; dryRun: boolean },
  edit: (name: string) => SourceEdit,
): Promise<Edited> {
  await parts.readSources();
  const target = editableSource(parts, input.source);
  if (typeof target !== 'string') return target;
  const inTarget = definitionsOf(parts, target).find((definition) => definition.name === input.name);
  if (!inTarget) {
    const found = findServers(parts.loop.state(), [input.name]);
    if ('code' in found) return found;
    const elsewhere = found[0];
    if (elsewhere && elsewhere.source !== target) return notEditable(elsewhere.source);
    return reportOf(await applyEdits(parts, target, [edit(elsewhere?.name ?? input.name)], input.dryRun));
  }
  return reportOf(await applyEdits(parts, target, [edit(input.name)], input.dryRun));
}

/** The source an edit goes to: Tooltray's own unless a path says otherwise; other programs' files are not written yet. */
function editableSource(parts: EngineParts, path: string | undefined): SourceId | Problem {
  const own = ownSourcePath(parts.ports.surroundings);
  return path === undefined || path === own ? sourceId(own) : notEditable(path);
}

const notEditable = (path: string): Problem => ({
  code: 'not-editable',
  message: `Tooltray does not edit ${path}`,
  hint: 'Change that file in its own client or in your editor; Tooltray picks the change up at once.',
  where: { path },
});

interface Applied {
  readonly report: EditReport;
  /** The whole file after the edit. */
  readonly text: string;
}

const reportOf = (applied: Applied | Problem): Edited => ('code' in applied ? applied : applied.report);

async function applyEdits(parts: EngineParts, target: SourceId, edits: readonly SourceEdit[], dryRun: boolean): Promise<Applied | Problem> {
  const profile = profileOf(ownClient);
  const apply = (text: string | null): EditOutcome => editSource(profile, text, edits);
  let before: string | null = null;
  let after: string | null = null;
  if (dryRun) {
    const file = await parts.ports.files.read(target, profile.bytesMax);
    if (file.kind === 'problem') return file.problem;
    before = file.kind === 'text' ? file.text : null;
    const outcome = apply(before);
    if (outcome.kind === 'refused') return outcome.problem;
    after = outcome.kind === 'text' ? outcome.text : before;
  } else {
    const written = await parts.ports.files.edit(target, apply);
    if ('code' in written) return written;
    before = written.before;
    after = written.text;
    await parts.follow.readNow(target);
  }
  const report: EditReport = {
    changed: before !== after,
    path: target,
    servers: edits.map((edit) => edit.name),
    diff: unifiedDiff(before ?? '', after ?? '', target),
    problems: dryRun ? [] : reportedProblems(parts).filter((problem) => problem.source === target),
  };
  return { report, text: after ?? '' };
}

function definitionsOf(parts: EngineParts, source: SourceId): readonly ServerDefinition[] {
  return [...desiredServers(parts.loop.state().sources).values()].filter((definition) => definition.source === source);
}
