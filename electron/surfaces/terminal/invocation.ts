/** A command line after parsing, as a value. */
import type { CapabilityChoice } from '../../contract/capability.ts';

export interface Globals {
  readonly home: string | undefined;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** Where an edit goes and whether it is only shown. */
export interface EditChoice {
  readonly source: string | undefined;
  readonly dryRun: boolean;
}

export type Command =
  | {
      readonly kind: 'sync';
      readonly names: readonly string[];
      readonly auto: boolean;
      readonly only: CapabilityChoice | undefined;
      readonly smartSync: boolean | undefined;
    }
  | { readonly kind: 'status' }
  | { readonly kind: 'list'; readonly capability: CapabilityChoice }
  | { readonly kind: 'sources' }
  | { readonly kind: 'sources.add'; readonly path: string; readonly client: string | undefined }
  | { readonly kind: 'sources.remove'; readonly path: string }
  | { readonly kind: 'sources.discover' }
  | { readonly kind: 'approve'; readonly names: readonly string[]; readonly all: boolean }
  | { readonly kind: 'reject'; readonly names: readonly string[] }
  | ({ readonly kind: 'addFile'; readonly file: string } & EditChoice)
  | ({ readonly kind: 'addServer'; readonly name: string; readonly words: readonly string[] } & EditChoice)
  | ({ readonly kind: 'remove'; readonly name: string } & EditChoice)
  | ({ readonly kind: 'setEnabled'; readonly name: string; readonly enabled: boolean } & EditChoice)
  | { readonly kind: 'flags' }
  | { readonly kind: 'history'; readonly limit: number; readonly server: string | undefined }
  | { readonly kind: 'doctor' }
  | { readonly kind: 'watch' };

export type Parsed =
  | { readonly kind: 'run'; readonly command: Command; readonly globals: Globals }
  /** Help or version: for stdout, exit 0. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'usage'; readonly text: string; readonly json: boolean };

/** 0 done; 1 failed; 2 wrong usage; 3 done, but at least one server failed. */
export type ExitCode = 0 | 1 | 2 | 3;
