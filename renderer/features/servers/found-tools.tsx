/** Tools that a search found, below the servers: grouped by server, each a link to its place. */
import { Button } from '@mantine/core';
import { memo, useState } from 'react';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import type { FoundTools as Found } from '../../bridge/find-tools.ts';
import type { IndexedTool } from '../../bridge/tool-index.ts';
import { linkTo } from '../../lib/hash-place.ts';
import { plural } from '../../lib/plural.ts';
import { visibleText } from '../../lib/visible-text.ts';

/** Few enough to be drawn between two keystrokes. */
const firstMax = 30;
const moreStep = 200;

interface FoundToolsProps {
  readonly found: Found;
  readonly servers: readonly ServerView[];
}

export const FoundTools = memo(function FoundTools({ found, servers }: FoundToolsProps) {
  const [asked, setAsked] = useState({ found, max: firstMax });
  const shownMax = asked.found === found ? asked.max : firstMax;
  if (found.total === 0) return null;
  const shown = found.tools.slice(0, shownMax);
  const more = found.total - shown.length;
  const step = Math.min(more, moreStep);
  return (
    <section aria-label="Tools found" className="found-tools">
      <h2 className="section-title">{plural(found.total, 'tool')}</h2>
      {[...byServer(shown)].map(([name, tools]) => (
        <ToolGroup key={name} name={name} tools={tools} server={servers.find((server) => server.name === name)} />
      ))}
      {more > 0 ? (
        <Button className="found-more" size="xs" variant="default" onClick={() => setAsked({ found, max: shownMax + moreStep })}>
          Show {step} more{more > step ? ` of ${more}` : ''}
        </Button>
      ) : null}
    </section>
  );
});

interface ToolGroupProps {
  readonly name: string;
  readonly tools: readonly IndexedTool[];
  readonly server: ServerView | undefined;
}

function ToolGroup({ name, tools, server }: ToolGroupProps) {
  return (
    <div className="tool-group">
      <h3 className="cut">{visibleText(name)}</h3>
      <ul aria-label={`Tools of ${visibleText(name)}`}>
        {tools.map((tool) => (
          <li key={tool.name}>
            <a
              className="cut"
              href={server === undefined ? undefined : linkTo('servers', server.id, 'tools', tool.name)}
              title={visibleText(tool.name)}
            >
              <code>{visibleText(tool.name)}</code>
            </a>
            <span className="dim cut" title={visibleText(tool.description)}>
              {firstLine(tool)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A description may be pages long; a line of the list holds its beginning. */
const lineMax = 160;
const firstLine = ({ title, description }: IndexedTool): string =>
  visibleText((description || title || '').slice(0, lineMax).replace(/\s+/g, ' '));

function byServer(tools: readonly IndexedTool[]): ReadonlyMap<string, readonly IndexedTool[]> {
  const groups = new Map<string, IndexedTool[]>();
  for (const tool of tools) {
    const group = groups.get(tool.server);
    if (group === undefined) groups.set(tool.server, [tool]);
    else group.push(tool);
  }
  return groups;
}
