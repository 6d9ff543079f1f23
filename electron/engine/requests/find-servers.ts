/** Servers by what a person calls them: shown name, id, or the name in the file if that is unambiguous. */
import type { Problem } from '../../contract/problem.ts';
import { desiredServers } from '../../core/model/desired-servers.ts';
import type { ServerDefinition } from '../../core/model/server.ts';
import { serverNames } from '../../core/model/server-names.ts';
import type { State } from '../../core/model/state.ts';

/** One definition for each of `names`, in their order; a problem names the first that does not exist. */
export function findServers(
  state: State,
  names: readonly string[],
): readonly ServerDefinition[] | (Problem & { readonly code: 'not-found' }) {
  const desired = [...desiredServers(state.sources).values()];
  const shown = serverNames(state);
  const found: ServerDefinition[] = [];
  for (const name of names) {
    const match = desired.find((one) => shown.get(one.id) === name || one.id === name) ?? desired.find((one) => one.name === name);
    if (!match) return { code: 'not-found', message: `there is no server "${name}"`, hint: 'tooltray status lists all servers.' };
    found.push(match);
  }
  return found;
}
