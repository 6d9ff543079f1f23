/** Which config files are watched: found ones, added ones, removed ones. */

import { sourceId } from '../../contract/ids.ts';
import type { OperationArguments, OperationResult } from '../../contract/operations.ts';
import type { Problem } from '../../contract/problem.ts';
import { allClients, guessClient, isClientId, profileOf } from '../../core/configs/clients/all-clients.ts';
import { readSource } from '../../core/configs/read-source.ts';
import type { EngineParts } from '../engine-parts.ts';
import { ownClient, ownSourcePath } from './own-source.ts';

type Discovered = OperationResult<'sources.discover'>[number];

/** Config files of known clients that exist on this machine, with the servers they hold; nothing is started or watched. */
export async function discoverSources(parts: EngineParts): Promise<readonly Discovered[]> {
  await parts.load();
  const { surroundings, files } = parts.ports;
  const { platform, homeFolder, environment } = surroundings;
  const watched = new Set<string>(parts.sourceIds());
  const seen = new Set<string>();
  const found: Discovered[] = [];
  for (const profile of allClients) {
    if (profile.id === ownClient) continue;
    for (const path of profile.locations(platform, homeFolder, environment)) {
      if (seen.has(path)) continue;
      seen.add(path);
      const file = await files.read(path, profile.bytesMax);
      if (file.kind === 'absent') continue;
      const common = { path, client: profile.id, clientLabel: profile.label, watched: watched.has(path) };
      if (file.kind === 'problem') {
        found.push({ ...common, servers: [], problem: file.problem.message });
        continue;
      }
      const read = readSource(profile, file.text, { source: sourceId(path), environment, homeFolder, platform });
      if (read.kind === 'unreadable') found.push({ ...common, servers: [], problem: read.problem.message });
      else found.push({ ...common, servers: read.entries.map((entry) => entry.name), problem: null });
    }
  }
  return found;
}

/** Adds sources to the settings, last in rank; ones that are there already stay where they are. */
export async function addSources(
  parts: EngineParts,
  input: OperationArguments<'sources.add'>,
): Promise<OperationResult<'sources.add'> | Problem> {
  await parts.load();
  const known = new Set<string>(parts.sourceIds());
  const added: { path: string; client: string; trust: 'ask' }[] = [];
  for (const { path, client } of input.sources) {
    if (!isAbsolute(path)) return { code: 'wrong-input', message: `"${path}" is no absolute path` };
    if (client !== undefined && !isClientId(client)) {
      const ids = allClients.map((profile) => profile.id).join(', ');
      return { code: 'wrong-input', message: `there is no client "${client}"`, hint: `Known clients: ${ids}.` };
    }
    if (known.has(path)) continue;
    known.add(path);
    added.push({ path, client: profileOf(client ?? guessClient(path)).id, trust: 'ask' });
  }
  const problem = await parts.changeSettings({ sources: [...parts.settings().sources, ...added], welcomed: true });
  if (problem) return problem;
  await parts.readSources();
  return { added: added.map((source) => source.path) };
}

/** Takes a source out of the settings; its servers stop and leave, the file itself is not touched. */
export async function removeSource(parts: EngineParts, path: string): Promise<OperationResult<'sources.remove'> | Problem> {
  await parts.load();
  const { sources } = parts.settings();
  const kept = sources.filter((source) => source.path !== path);
  if (kept.length === sources.length) return { removed: false };
  await parts.timeline.begin();
  return (await parts.changeSettings({ sources: kept })) ?? { removed: true };
}

/** Sets the trust policy of a watched file, its place in the order of rank, or both; no server is started or stopped for its rank. */
export async function setSource(
  parts: EngineParts,
  { path, trust, position }: OperationArguments<'sources.set'>,
): Promise<OperationResult<'sources.set'> | Problem> {
  await parts.load();
  const { sources } = parts.settings();
  const source = sources.find((one) => one.path === path);
  if (source === undefined) return notInOrder(parts, path);
  const changed = { ...source, trust: trust ?? source.trust };
  const others = sources.filter((one) => one !== source);
  const at = position ?? sources.indexOf(source);
  const next = [...others.slice(0, at), changed, ...others.slice(at)];
  if (JSON.stringify(next) === JSON.stringify(sources)) return { changed: false };
  return (await parts.changeSettings({ sources: next })) ?? { changed: true };
}

function notInOrder({ ports }: EngineParts, path: string): Problem {
  if (path === ownSourcePath(ports.surroundings))
    return {
      code: 'wrong-input',
      message: `${path} is Tooltray's own file`,
      hint: 'It always comes first; its trust is the general setting.',
    };
  return { code: 'not-found', message: `${path} is not watched`, hint: 'Add it first.', where: { path } };
}

const isAbsolute = (path: string): boolean => path.startsWith('/') || /^[A-Za-z]:[\\/]/u.test(path) || path.startsWith('\\\\');
