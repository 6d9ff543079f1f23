/** Ways to show a living engine: a table that is redrawn in place, plain lines, or the feed itself. */
import type { AppView, ServerView } from '../../contract/app-view.ts';
import type { FeedMessage } from '../../contract/feed.ts';
import type { Problem } from '../../contract/problem.ts';
import { plainLine } from '../../core/lib/plain-line.ts';
import { type Paint, painter } from './print/paint.ts';
import { placeText } from './print/problem-lines.ts';
import { statusLines } from './print/status-lines.ts';
import { statusMark } from './print/status-mark.ts';
import { cut, plural, visible } from './print/text.ts';
import type { Output } from './world.ts';

export interface Screen {
  open(about: { readonly home: string; readonly api: string | null; readonly problem: Problem | null }): void;
  show(message: FeedMessage, view: AppView): void;
  close(): void;
}

/** A burst of changes is drawn once. */
const redrawMs = 100;
/** Relative times grow old by themselves. */
const refreshMs = 15_000;

function headLines(about: Parameters<Screen['open']>[0]): readonly string[] {
  return [
    `Home: ${visible(about.home)}`,
    ...(about.api === null ? [] : [`API: ${about.api} (key in ${visible(about.home)}/token)`]),
    ...(about.problem === null ? [] : [`▲ ${plainLine(about.problem.message)}`]),
  ];
}

/** Draws over its own last picture; a picture is never higher than the terminal, because what has scrolled away cannot be drawn over. */
export function tableScreen(output: Output, paint: Paint, nowMs: () => number): Screen {
  let drawn = 0;
  let latest: AppView | null = null;
  let timer: NodeJS.Timeout | null = null;
  const draw = (): void => {
    timer = null;
    if (latest === null) return;
    const width = output.columns();
    const heightMax = Math.max(4, output.rows() - 2);
    const lines = statusLines(latest, { paint, nowMs: nowMs(), widthMax: width }).map((line) => cut(line, width - 1));
    const shown =
      lines.length <= heightMax ? lines : [...lines.slice(0, heightMax - 1), `… and ${plural(lines.length - heightMax + 1, 'more line')}`];
    const picture = [...shown, '', 'Ctrl-C ends it.'];
    output.write(`${drawn === 0 ? '' : `\u001b[${drawn}A\r\u001b[0J`}${picture.join('\n')}\n`);
    drawn = picture.length;
  };
  const refresh = setInterval(draw, refreshMs);
  return {
    open: (about) => output.write(`${headLines(about).join('\n')}\n\n`),
    show(_message, view) {
      latest = view;
      timer ??= setTimeout(draw, redrawMs);
    },
    close() {
      clearInterval(refresh);
      if (timer !== null) clearTimeout(timer);
      output.write('Stopping…\n');
    },
  };
}

/** One line for every change of a server's status, for logs and pipes. */
export function lineScreen(output: Output, nowMs: () => number): Screen {
  const paint = painter(output, {});
  const said = new Map<string, { readonly name: string; readonly text: string }>();
  let sentence = '';
  const line = (text: string): void => output.write(`${new Date(nowMs()).toISOString()} ${text}\n`);
  return {
    open: (about) => output.write(`${headLines(about).join('\n')}\n`),
    show(_message, view) {
      const present = new Set<string>(view.servers.map((server) => server.id));
      for (const [id, { name }] of said) {
        if (present.has(id)) continue;
        line(`${plainLine(name)} is gone`);
        said.delete(id);
      }
      for (const server of view.servers) {
        const text = serverText(server, paint);
        if (said.get(server.id)?.text === text) continue;
        said.set(server.id, { name: server.name, text });
        line(text);
      }
      if (sentence === view.sentence) return;
      sentence = view.sentence;
      line(plainLine(sentence));
    },
    close: () => {},
  };
}

function serverText({ name, status, tools, problem }: ServerView, paint: Paint): string {
  const place = problem === null ? null : placeText(problem);
  const cause = problem === null ? '' : `: ${plainLine(problem.message)}${place === null ? '' : ` at ${place}`}`;
  return `${plainLine(name)} ${statusMark(status, paint)}${tools === null || status === 'syncing' ? '' : ` ${plural(tools, 'tool')}`}${cause}`;
}

/** The feed as it is, one JSON value a line. */
export function jsonScreen(output: Output): Screen {
  return { open: () => {}, show: (message) => output.write(`${JSON.stringify(message)}\n`), close: () => {} };
}
