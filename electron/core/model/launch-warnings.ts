/** What a careful person would want pointed out about a launch before approving it, as plain sentences. */
import type { StdioTransport, Transport } from '../../contract/server.ts';
import { programName } from '../lib/program-name.ts';
import { unpinnedPackages } from './package-runners.ts';
import type { LaunchFacts } from './server.ts';

/** Variables that make a program load or run something other than its command says, with what they do. */
const dangerousVariables: readonly (readonly [pattern: RegExp, effect: string])[] = [
  [/^(LD_PRELOAD|LD_AUDIT|LD_LIBRARY_PATH|DYLD_.*|GCONV_PATH|GLIBC_TUNABLES)$/u, 'loads other libraries into the program'],
  [/^(NODE_OPTIONS|NODE_PATH|ELECTRON_RUN_AS_NODE|NODE_REPL_EXTERNAL_MODULE|BUN_OPTIONS)$/u, 'changes what Node runs'],
  [/^(PYTHONPATH|PYTHONSTARTUP|PYTHONHOME|PYTHONINSPECT|PYTHONUSERBASE|PYTHONBREAKPOINT)$/u, 'changes what Python runs'],
  [
    /^(PERL5LIB|PERL5OPT|PERLLIB|RUBYLIB|RUBYOPT|GEM_PATH|GEM_HOME|LUA_INIT.*|LUA_PATH.*|LUA_CPATH.*|PHPRC|PHP_INI_SCAN_DIR)$/u,
    'changes which code is loaded',
  ],
  [
    /^(JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|DOTNET_STARTUP_HOOKS|CORECLR_PROFILER.*|COR_PROFILER.*)$/u,
    'changes which code is loaded',
  ],
  [/^(PATH|PATHEXT|COMSPEC|SHELL)$/u, 'changes which programs are found and started'],
  [/^(BASH_ENV|ENV|SHELLOPTS|BASHOPTS|IFS|PS4|PROMPT_COMMAND|ZDOTDIR|BASH_FUNC_.*)$/u, 'makes shells run something more'],
  [/^(GIT_SSH|GIT_SSH_COMMAND|GIT_EXEC_PATH|GIT_ASKPASS|SSH_ASKPASS|EDITOR|VISUAL|PAGER|BROWSER)$/u, 'names another program to start'],
  [
    /^(NPM_CONFIG_.*|UV_INDEX.*|UV_DEFAULT_INDEX|UV_EXTRA_INDEX_URL|PIP_INDEX_URL|PIP_EXTRA_INDEX_URL|PIP_CONFIG_FILE)$/u,
    'changes where packages come from',
  ],
  [
    /^(NODE_TLS_REJECT_UNAUTHORIZED|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|PYTHONHTTPSVERIFY)$/u,
    'changes which remote servers are believed',
  ],
];

/** Control characters, and those that hide or turn the text around them. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const shells = /^(sh|bash|zsh|dash|ksh|fish|cmd|powershell|pwsh)$/u;

const loopback = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/iu;

/** True for a variable that can make a program run something other than its command says; case does not count, as on Windows. */
export function isDangerousVariable(name: string): boolean {
  return effectOf(name) !== undefined;
}

/** Sentences to show with an approval; none for an ordinary launch. Values of variables never appear in them. */
export function launchWarnings(transport: Transport, facts: LaunchFacts): readonly string[] {
  return transport.kind === 'stdio' ? stdioWarnings(transport, facts) : remoteWarnings(transport.url, transport.headers);
}

function stdioWarnings(transport: StdioTransport, facts: LaunchFacts): readonly string[] {
  const names = [...new Set([...Object.keys(transport.env), ...Object.keys(facts.envFileVariables)])];
  const variables = names.flatMap((name) => {
    const effect = effectOf(name);
    return effect === undefined ? [] : [`The variable ${name} ${effect}.`];
  });
  const packages = unpinnedPackages(transport.command, transport.args).map(
    (name) => `${name} has no fixed version: what runs can change without a question. Name an exact version to prevent that.`,
  );
  return [...variables, ...packages, ...shellWarning(transport), ...invisibleWarning([transport.command, ...transport.args, ...names])];
}

function shellWarning({ command, args }: StdioTransport): readonly string[] {
  const program = programName(command);
  const given = args.some((arg) => /^(-[a-z]*c|\/[ck]|-command|-encodedcommand|-e|-enc)$/iu.test(arg));
  // `cmd /c npx …` is how Windows starts npx at all.
  const ordinary = program === 'cmd' && /^(npx|uvx|node|npm|pnpm|yarn|bunx|bun)$/u.test(programName(args[1] ?? ''));
  return shells.test(program) && given && !ordinary ? [`${program} runs a whole command line: read its arguments to the end.`] : [];
}

function remoteWarnings(url: string, headers: Readonly<Record<string, string>>): readonly string[] {
  const [, protocol, host] = /^(\w+):\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^:/?#]*)/u.exec(url) ?? [];
  const open = protocol?.toLowerCase() === 'http' && !loopback.test(host ?? '');
  const withHeaders = Object.keys(headers).length > 0 ? ', the headers too' : '';
  const unencrypted = open ? [`Everything goes to ${host} unencrypted${withHeaders}.`] : [];
  return [...unencrypted, ...invisibleWarning([url, ...Object.keys(headers)])];
}

function invisibleWarning(texts: readonly string[]): readonly string[] {
  return texts.some((text) => invisible.test(text)) ? ['The entry contains invisible characters, which can hide a part of what runs.'] : [];
}

function effectOf(name: string): string | undefined {
  return dangerousVariables.find(([pattern]) => pattern.test(name.toUpperCase()))?.[1];
}
