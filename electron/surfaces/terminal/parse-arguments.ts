/** The words of a command line to an invocation. */
import { CommanderError, InvalidArgumentError, Option, Command as Program } from 'commander';
import type { CapabilityChoice } from '../../contract/capability.ts';
import type { Command, EditChoice, Parsed } from './invocation.ts';

// Written out: the schema would bring its whole library into every start.
const capabilities: readonly CapabilityChoice[] = ['tools', 'prompts', 'resources'];

/** A screen or two. */
const historyLimit = 50;
/** As the contract allows at once. */
const historyLimitMax = 1_000;

type Take = (command: Command) => void;

interface EditOptions {
  readonly source?: string;
  readonly dryRun?: boolean;
}

const editChoice = ({ source, dryRun }: EditOptions): EditChoice => ({ source, dryRun: dryRun === true });

/** Reads the words after the program's name. `--` ends the options; what follows is a server's launch and taken as it is. */
export function parseArguments(words: readonly string[], version: string): Parsed {
  const split = words.indexOf('--');
  const own = split < 0 ? words : words.slice(0, split);
  const launch = split < 0 ? null : words.slice(split + 1);
  let command: Command | null = null;
  let said = '';
  const program = new Program();
  const say = (text: string): void => {
    said += text;
  };
  program.configureOutput({ writeOut: say, writeErr: say });
  program.exitOverride();
  describe(program, version, launch, (taken) => {
    command = taken;
  });
  try {
    program.parse([...own], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return { kind: 'text', text: said };
    return { kind: 'usage', text: said, json: own.includes('--json') };
  }
  const { home, json, verbose } = program.opts<{ home?: string; json?: boolean; verbose?: boolean }>();
  const globals = { home, json: json === true, verbose: verbose === true };
  if (command === null) return { kind: 'usage', text: program.helpInformation(), json: globals.json };
  return { kind: 'run', command, globals };
}

function describe(program: Program, version: string, launch: readonly string[] | null, take: Take): void {
  program
    .name('tooltray')
    .description('Keeps every MCP server on this machine in sync.')
    .version(version, '--version', 'print the version')
    .option('--home <dir>', 'folder that holds all state (default: TOOLTRAY_HOME, else ~/.tooltray)', filled)
    .option('--json', 'print one JSON value on stdout and nothing else')
    .option('-v, --verbose', 'say more on stderr, with what servers print there')
    .helpOption('--help', 'print what a command does')
    .helpCommand(false)
    .showHelpAfterError('(tooltray --help lists all commands)');
  const takeUnlessLaunch: Take = (command) => {
    if (launch !== null) program.error(`error: words after "--" belong to "add NAME -- COMMAND ARGS…" only`);
    take(command);
  };
  describeReadings(program, takeUnlessLaunch);
  describeSources(program, takeUnlessLaunch);
  describeApprovals(program, takeUnlessLaunch);
  describeEdits(program, launch, take, takeUnlessLaunch);
  program
    .command('watch')
    .description('run the engine in the foreground: watch, sync and serve the API')
    .action(() => takeUnlessLaunch({ kind: 'watch' }));
}

interface SyncOptions {
  readonly auto?: boolean;
  readonly only?: CapabilityChoice;
  readonly smartSync?: boolean;
}

function describeReadings(program: Program, take: Take): void {
  program
    .command('sync')
    .description('sync now: all servers, or the named ones')
    .argument('[name...]', 'servers')
    .option('--auto', 'skip when nothing changed; always exits 0')
    .addOption(new Option('--only <kind>', 'list only this kind').choices(capabilities))
    .option('--smart-sync', 'skip unchanged servers, whatever the setting says')
    .option('--no-smart-sync', 'sync even when nothing changed')
    .action((names: string[], { auto, only, smartSync }: SyncOptions) =>
      take({ kind: 'sync', names, auto: auto === true, only, smartSync }),
    );
  program
    .command('status')
    .description('how every server is')
    .action(() => take({ kind: 'status' }));
  for (const capability of capabilities) {
    program
      .command(capability)
      .description(`all ${capability} of all servers`)
      .action(() => take({ kind: 'list', capability }));
  }
  program
    .command('history')
    .description('what happened when, and which file edit caused it')
    .option('--limit <n>', `show the newest N entries, 1 to ${historyLimitMax}`, wholeNumber, historyLimit)
    .option('--server <name>', 'only entries about this server', filled)
    .action(({ limit, server }: { limit: number; server?: string }) => take({ kind: 'history', limit, server }));
  program
    .command('flags')
    .description('flags, their values and where those come from')
    .action(() => take({ kind: 'flags' }));
  program
    .command('doctor')
    .description('check this installation')
    .action(() => take({ kind: 'doctor' }));
}

function describeSources(program: Program, take: Take): void {
  const sources = program
    .command('sources')
    .description('config files that are watched')
    .action(() => take({ kind: 'sources' }));
  sources
    .command('add')
    .description('watch a config file')
    .argument('<path>', 'the file', filled)
    .option('--client <id>', 'whose file it is (default: guessed from the path)', filled)
    .action((path: string, { client }: { client?: string }) => take({ kind: 'sources.add', path, client }));
  sources
    .command('remove')
    .description('stop watching a config file; the file stays as it is')
    .argument('<path>', 'the file', filled)
    .action((path: string) => take({ kind: 'sources.remove', path }));
  sources
    .command('discover')
    .description('config files of known clients on this machine')
    .action(() => take({ kind: 'sources.discover' }));
}

function describeApprovals(program: Program, take: Take): void {
  const approve: Program = program
    .command('approve')
    .description('let new or changed servers start; without names: show what waits')
    .argument('[name...]', 'servers')
    .option('--all', 'approve everything that waits')
    .action((names: string[], { all }: { all?: boolean }) => {
      if (all === true && names.length > 0) approve.error('error: give either names or --all');
      take({ kind: 'approve', names, all: all === true });
    });
  program
    .command('reject')
    .description('never let these servers start as they are now')
    .argument('<name...>', 'servers')
    .action((names: string[]) => take({ kind: 'reject', names }));
}

function describeEdits(program: Program, launch: readonly string[] | null, take: Take, takeUnlessLaunch: Take): void {
  const edit = (name: string, description: string): Program =>
    program
      .command(name)
      .description(description)
      .option('--source <path>', "file to change (default: Tooltray's own mcp.json)", filled)
      .option('--dry-run', 'only print the exact change');
  const add = edit('add', 'add servers: from FILE.json, or NAME -- COMMAND ARGS… (or NAME -- URL)')
    .argument('<file-or-name>', 'a JSON file with servers, or the name of one server', filled)
    .usage('[options] FILE.json | NAME -- COMMAND ARGS…')
    .action((subject: string, options: EditOptions) => {
      if (launch === null) return take({ kind: 'addFile', file: subject, ...editChoice(options) });
      if ((launch[0] ?? '') === '') add.error('error: a command or a URL must follow "--"');
      take({ kind: 'addServer', name: subject, words: launch, ...editChoice(options) });
    });
  edit('remove', 'remove a server from its file')
    .argument('<name>', 'server', filled)
    .action((name: string, options: EditOptions) => takeUnlessLaunch({ kind: 'remove', name, ...editChoice(options) }));
  for (const [word, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    edit(word, `${word} a server in its file`)
      .argument('<name>', 'server', filled)
      .action((name: string, options: EditOptions) => takeUnlessLaunch({ kind: 'setEnabled', name, enabled, ...editChoice(options) }));
  }
}

function wholeNumber(text: string): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > historyLimitMax) throw new InvalidArgumentError(`It is no number from 1 to ${historyLimitMax}.`);
  return number;
}

function filled(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty.');
  return text;
}
