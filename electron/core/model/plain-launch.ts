/** A launch as it may be kept for later comparison: no value that could be a secret, keyed digests in their place. */
import type { Transport, TransportKind } from '../../contract/server.ts';
import { plainAddress, plainArguments, plainText } from './plain-value.ts';

export interface PlainLaunch {
  readonly kind: TransportKind;
  readonly command: string | null;
  readonly args: readonly string[];
  readonly address: string | null;
  readonly cwd: string | null;
  readonly envFile: string | null;
  /** As `launchFingerprints` gives them: by name, what is not shown. */
  readonly fingerprints: Readonly<Record<string, string>>;
}

interface Launch {
  /** As its file says it, variables not expanded. */
  readonly written: Transport;
  readonly fingerprints: Readonly<Record<string, string>>;
}

/** Kept per definition, since the registry is written at every change but launches rarely change. */
const known = new WeakMap<Launch, PlainLaunch>();

/** What may be kept of a launch. */
export function plainLaunch(launch: Launch): PlainLaunch {
  const plain = known.get(launch) ?? plainOf(launch);
  known.set(launch, plain);
  return plain;
}

function plainOf({ written, fingerprints }: Launch): PlainLaunch {
  const stdio = written.kind === 'stdio' ? written : null;
  return {
    kind: written.kind,
    command: stdio ? plainText(stdio.command) : null,
    args: stdio ? plainArguments(stdio.args) : [],
    address: written.kind === 'stdio' ? null : plainAddress(written.url),
    cwd: stdio?.cwd === undefined ? null : plainText(stdio.cwd),
    envFile: stdio?.envFile === undefined ? null : plainText(stdio.envFile),
    fingerprints,
  };
}
