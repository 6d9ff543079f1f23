/** The launch hash: one keyed digest over everything that decides what a server runs; trust is bound to it. */
import type { Transport } from '../../contract/server.ts';
import { stableJson } from '../lib/stable-json.ts';
import type { LaunchFacts, LaunchFile, ServerDefinition } from './server.ts';

/** Keyed digest of a text as 64 hex characters, see `LaunchInspection.digest`. */
export type Digest = (text: string) => string;

/** Part of what is hashed: raise it when the meaning of the hash changes, so that no old approval fits by chance. */
const launchHashVersion = 1;

/** Enough to tell two values apart; too short to be tried backwards without the key. */
const fingerprintLength = 12;

/**
 * 64 hex characters over the canonical form of the expanded transport and the identities of the files behind it. The order of
 * keys does not count, nor do name, description and timeout; any other difference gives another hash.
 */
export function launchHash(transport: Transport, facts: LaunchFacts, digest: Digest): string {
  const files = facts.files.map(({ role, path, identity }) => stableJson({ role, path, identity })).sort();
  return digest(stableJson({ version: launchHashVersion, transport: whatRuns(transport), files }));
}

/**
 * Short keyed fingerprints of single values, by name: `env:TOKEN`, `header:Authorization`, `arg:2` (counted from 0), `command`,
 * `cwd`, `url`, `file:executable`, `file:script`, `file:script:2` for further ones, `file:envFile`. They show that a value
 * changed without showing the value. Equal values under two names have different fingerprints.
 */
export function launchFingerprints(transport: Transport, facts: LaunchFacts, digest: Digest): Readonly<Record<string, string>> {
  const named = [...valuesOf(transport), ...filesOf(facts.files)];
  return Object.fromEntries(named.map(([name, value]) => [name, digest(stableJson([name, value])).slice(0, fingerprintLength)]));
}

/** One digest for a whole set of servers, whatever their order. */
export function serversHash(definitions: readonly Pick<ServerDefinition, 'id' | 'launchHash' | 'enabled'>[], digest: Digest): string {
  return digest(stableJson(definitions.map(({ id, launchHash: hash, enabled }) => stableJson({ id, hash, enabled })).sort()));
}

/** Every member by name, so that a member that is added to the contract cannot be forgotten here without notice. */
function whatRuns(transport: Transport): Readonly<Record<string, unknown>> {
  switch (transport.kind) {
    case 'stdio': {
      const { kind, command, args, env, envFile, cwd, ...rest } = transport;
      return { kind, command, args, env, envFile, cwd, ...(rest satisfies Record<string, never>) };
    }
    case 'http': {
      const { kind, url, headers, fallback, ...rest } = transport;
      return { kind, url, headers, fallback, ...(rest satisfies Record<string, never>) };
    }
    case 'sse': {
      const { kind, url, headers, ...rest } = transport;
      return { kind, url, headers, ...(rest satisfies Record<string, never>) };
    }
  }
}

type Named = readonly (readonly [name: string, value: string])[];

function valuesOf(transport: Transport): Named {
  if (transport.kind !== 'stdio') return [['url', transport.url], ...prefixed('header', transport.headers)];
  const cwd: Named = transport.cwd === undefined ? [] : [['cwd', transport.cwd]];
  const args: Named = transport.args.map((arg, at) => [`arg:${at}`, arg]);
  return [['command', transport.command], ...args, ...cwd, ...prefixed('env', transport.env)];
}

function prefixed(prefix: string, record: Readonly<Record<string, string>>): Named {
  return Object.entries(record).map(([name, value]) => [`${prefix}:${name}`, value]);
}

function filesOf(files: readonly LaunchFile[]): Named {
  return files.map((file, at) => {
    const earlier = files.slice(0, at).filter((other) => other.role === file.role).length;
    const name = earlier === 0 ? `file:${file.role}` : `file:${file.role}:${earlier + 1}`;
    return [name, stableJson([file.path, file.identity])];
  });
}
