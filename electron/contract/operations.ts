/** Every request a face can make: name, access, input and result. Window, command line and API serve this one table. */
import { z } from 'zod';
import { ApprovalView, AppView, SourceView } from './app-view.ts';
import { CapabilityChoice, CapabilityKind, ListedItem, ListedRow } from './capability.ts';
import { HistoryChart, HistoryPage } from './history.ts';
import { ServerId } from './ids.ts';
import { DoctorReport, EditReport, StatusReport, SyncReport } from './reports.ts';
import { ServerInput } from './server.ts';
import { Settings, SettingsChange } from './settings.ts';

const Nothing = z.object({}).strict();
const Done = z.object({ done: z.literal(true) });
/** Servers by their shown name, own name or id. */
const Names = z.array(z.string().min(1)).max(1_000);

export const operations = {
  'view.get': { access: 'read', input: Nothing, result: AppView },
  'status.get': { access: 'read', input: Nothing, result: StatusReport },
  'servers.sync': {
    access: 'operate',
    input: z.object({
      names: Names.default([]),
      only: CapabilityChoice.optional(),
      /** Skip when nothing changed. */
      auto: z.boolean().default(false),
      /** Overrides the setting `smartSync` for this run. */
      smartSync: z.boolean().optional(),
    }),
    result: SyncReport,
  },
  /** Calls off starts and readings that are under way; what was listed before stays. No names: all of them. */
  'servers.cancel': {
    access: 'operate',
    input: z.object({ names: Names.default([]) }),
    result: z.object({ cancelled: z.array(z.string()) }),
  },
  /** The process behind a server; nulls while none runs or the system does not tell. */
  'servers.process': {
    access: 'read',
    input: z.object({ server: ServerId }),
    result: z.object({ pid: z.number().nullable(), processes: z.number(), memoryBytes: z.number().nullable() }),
  },
  'servers.add': {
    access: 'edit',
    input: z.object({
      servers: z.record(z.string().min(1), ServerInput),
      source: z.string().optional(),
      dryRun: z.boolean().default(false),
    }),
    result: EditReport,
  },
  'servers.remove': {
    access: 'edit',
    input: z.object({ name: z.string().min(1), source: z.string().optional(), dryRun: z.boolean().default(false) }),
    result: EditReport,
  },
  'servers.setEnabled': {
    access: 'owner',
    input: z.object({ name: z.string().min(1), enabled: z.boolean(), source: z.string().optional(), dryRun: z.boolean().default(false) }),
    result: EditReport,
  },
  'servers.log': {
    access: 'read',
    input: z.object({ server: ServerId, linesMax: z.number().int().min(1).max(500).default(500) }),
    result: z.object({ lines: z.array(z.string()) }),
  },
  'servers.items': {
    access: 'read',
    input: z.object({ server: ServerId, capability: CapabilityKind }),
    result: z.object({ items: z.array(ListedItem), stale: z.boolean(), readAt: z.number().nullable() }),
  },
  'listings.get': { access: 'read', input: z.object({ capability: CapabilityChoice }), result: z.array(ListedRow) },
  'approvals.list': { access: 'read', input: Nothing, result: z.array(ApprovalView) },
  'approvals.approve': {
    access: 'owner',
    /** From a window: exactly the launches that were shown. From the command line: names, or none for all. */
    input: z.object({
      launches: z.array(z.object({ server: ServerId, launchHash: z.string() })).optional(),
      names: Names.optional(),
      all: z.boolean().default(false),
    }),
    result: z.object({ approved: z.array(z.string()) }),
  },
  'approvals.reject': {
    access: 'owner',
    input: z.object({ launches: z.array(z.object({ server: ServerId, launchHash: z.string() })).optional(), names: Names.optional() }),
    result: z.object({ rejected: z.array(z.string()) }),
  },
  'sources.list': { access: 'read', input: Nothing, result: z.array(SourceView) },
  'sources.discover': {
    access: 'read',
    input: Nothing,
    result: z.array(
      z.object({
        path: z.string(),
        client: z.string(),
        clientLabel: z.string(),
        servers: z.array(z.string()),
        watched: z.boolean(),
        problem: z.string().nullable(),
      }),
    ),
  },
  'sources.add': {
    access: 'owner',
    input: z.object({ sources: z.array(z.object({ path: z.string().min(1), client: z.string().optional() })).min(1) }),
    result: z.object({ added: z.array(z.string()) }),
  },
  'sources.remove': { access: 'owner', input: z.object({ path: z.string().min(1) }), result: z.object({ removed: z.boolean() }) },
  /** Trust policy and place in the order of rank (0: right after Tooltray's own file) of one watched file. */
  'sources.set': {
    access: 'owner',
    input: z.object({ path: z.string().min(1), trust: z.enum(['ask', 'always']).optional(), position: z.number().int().min(0).optional() }),
    result: z.object({ changed: z.boolean() }),
  },
  'history.get': {
    access: 'read',
    input: z.object({
      limit: z.number().int().min(1).max(1_000).default(200),
      /** Only entries older than this number. */
      before: z.number().int().optional(),
      /** Only entries about this server (id, shown name or own name), file edits that touched it included. */
      server: z.string().min(1).optional(),
    }),
    result: HistoryPage,
  },
  'history.chart': { access: 'read', input: z.object({ hours: z.number().int().min(1).max(168).default(24) }), result: HistoryChart },
  'watching.set': { access: 'owner', input: z.object({ paused: z.boolean() }), result: Done },
  'settings.get': { access: 'owner', input: Nothing, result: Settings },
  'settings.set': { access: 'owner', input: SettingsChange, result: Settings },
  /** All settings as a text that `settings.import` takes on another machine; with a path it is also written there. */
  'settings.export': {
    access: 'owner',
    input: z.object({ path: z.string().min(1).optional() }),
    result: z.object({ text: z.string(), path: z.string().nullable() }),
  },
  /** `changes`: what is different, a line each; nothing is changed with `dryRun`. */
  'settings.import': {
    access: 'owner',
    input: z.object({ text: z.string().max(1_048_576), dryRun: z.boolean().default(false) }),
    result: z.object({ settings: Settings, changes: z.array(z.string()) }),
  },
  /** Shows a place in the system's file viewer; only the home, its logs and watched files. */
  'files.reveal': {
    access: 'owner',
    input: z.discriminatedUnion('what', [
      z.object({ what: z.literal('logs') }),
      z.object({ what: z.literal('home') }),
      z.object({ what: z.literal('source'), path: z.string().min(1) }),
    ]),
    result: Done,
  },
  /** What a bug report needs, secrets taken out. */
  'diagnostics.get': { access: 'owner', input: Nothing, result: z.object({ text: z.string() }) },
  'doctor.run': { access: 'read', input: Nothing, result: DoctorReport },
} as const;

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type OperationInput<Name extends OperationName> = z.input<Operations[Name]['input']>;
/** Input after its schema has filled in the defaults, as handlers get it. */
export type OperationArguments<Name extends OperationName> = z.output<Operations[Name]['input']>;
export type OperationResult<Name extends OperationName> = z.output<Operations[Name]['result']>;
/** read: any key; operate and edit: API key; owner: the window and the command line only. */
export type Access = Operations[OperationName]['access'];
