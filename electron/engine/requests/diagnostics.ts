/** What a bug report needs, as one text: versions, settings, sources, servers and the end of our own log; no arguments, no values, no secrets. */
import type { AppView, ServerView, SourceView } from '../../contract/app-view.ts';
import type { Problem } from '../../contract/problem.ts';
import { createRedaction } from '../../core/lib/redact.ts';
import { desiredServers } from '../../core/model/desired-servers.ts';
import { plainArguments } from '../../core/model/plain-value.ts';
import type { ServerDefinition } from '../../core/model/server.ts';
import type { EngineParts } from '../engine-parts.ts';
import { logFile } from './home-places.ts';

/** What led to a report stands at the end. */
const logLinesMax = 100;
/** Logs turn over at half of this. */
const logBytesMax = 10 * 1024 * 1024;

/** The text; every known secret, and every value of a launch that could be one, is taken out, and the home folder is called `~`. */
export async function diagnosticsText(parts: EngineParts): Promise<string> {
  const { ports } = parts;
  const view = parts.feed.view();
  const log = await ports.files.read(logFile(ports.surroundings), logBytesMax);
  const lines = log.kind === 'text' ? log.text.trimEnd().split('\n').slice(-logLinesMax) : ['(no log yet)'];
  const text = [
    ...aboutLines(parts, view),
    '',
    `## Sources (${view.sources.length})`,
    ...view.sources.map(sourceLine),
    '',
    `## Servers (${view.servers.length})`,
    ...view.servers.map(serverLine),
    '',
    '## Log',
    ...lines,
    '',
  ].join('\n');
  const launches = [...desiredServers(parts.loop.state().sources).values()];
  const redact = createRedaction(launches.flatMap(hiddenValues));
  return withoutHome(withoutCredentials(redact(parts.redact(text))), ports.surroundings.homeFolder);
}

function aboutLines(parts: EngineParts, view: AppView): readonly string[] {
  const { platform, runtime } = parts.ports.surroundings;
  const { sources: _sources, ...settings } = parts.settings();
  const pairs = (values: Readonly<Record<string, unknown>>) =>
    Object.entries(values)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(' ');
  const flags = Object.fromEntries(Object.entries(view.flags).map(([name, flag]) => [name, `${flag.value} (${flag.source})`]));
  return [
    '# Tooltray diagnostics',
    `version: ${view.version}`,
    `system: ${platform} ${pairs(runtime)}`,
    `home: ${view.home}`,
    `flags: ${pairs(flags)}`,
    `settings: ${pairs(settings)}`,
    `state: ${view.sentence}`,
    `watching: ${view.watcher.state}${problemWords(view.watcher.problem)}`,
    `last error: ${view.lastError === null ? 'none' : problemWords(view.lastError).slice(2)}`,
  ];
}

const sourceLine = (source: SourceView): string =>
  `- ${source.path} (${source.clientLabel}, trust ${source.trust}): ${source.presence}, ${source.servers} servers${problemWords(source.problem)}`;

function serverLine(server: ServerView): string {
  const lists = [server.tools, server.prompts, server.resources].map((count) => count ?? '-').join('/');
  const facts = `${server.transport}, ${server.clientLabel}, lists ${lists}, starts ${server.starts}`;
  return `- ${server.name} (${facts}): ${server.status}${problemWords(server.problem)}`;
}

const problemWords = (problem: Problem | null): string => (problem === null ? '' : `; ${problem.code}: ${problem.message}`);

/** All values of environment and headers, and the arguments that may not be kept. */
function hiddenValues({ written, transport, facts }: ServerDefinition): readonly string[] {
  const values = [written, transport].flatMap((one) => {
    if (one.kind !== 'stdio') return Object.values(one.headers);
    const shown = new Set(plainArguments(one.args));
    const hidden = one.args.filter((arg) => !shown.has(arg));
    return [...Object.values(one.env), ...hidden, ...hidden.map((arg) => arg.slice(arg.indexOf('=') + 1))];
  });
  return [...values, ...Object.values(facts.envFileVariables)];
}

/** Addresses lose user, password and everything from the question mark on. */
const withoutCredentials = (text: string): string =>
  text.replace(/\b(https?:\/\/)(?:[^\s/@"']*@)?([^\s?#"']*)(?:[?#][^\s"']*)?/g, (_all, scheme, rest) => `${scheme}${rest}`);

const withoutHome = (text: string, homeFolder: string): string => (homeFolder.length > 1 ? text.replaceAll(homeFolder, '~') : text);
