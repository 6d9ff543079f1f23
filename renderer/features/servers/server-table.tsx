/** The servers as a real table: sorted by its heads, walked by keys, and only the rows in view in the document. */
import { Fragment, type KeyboardEvent, type MouseEvent, memo, useCallback, useRef, useState } from 'react';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import type { Problem } from '../../../electron/contract/problem.ts';
import { useKeptState } from '../../lib/kept-state.ts';
import { useHotkey } from '../../ui/hotkeys.ts';
import { useRowWindow } from '../../ui/row-window.ts';
import { useKeptFocus } from './row-focus.ts';
import { actOnKey, rowAfter } from './row-keys.ts';
import type { ServerActions } from './server-actions.ts';
import { type MenuPlace, ServerMenu } from './server-menu.tsx';
import { ServerRow } from './server-row.tsx';
import { ServerTableHead } from './server-table-head.tsx';
import type { Order } from './shown-servers.ts';

/** As in tokens.css. */
const rowHeight = 32;

export interface ServerTableProps {
  readonly servers: readonly ServerView[];
  readonly order: Order | null;
  readonly onOrder: (order: Order | null) => void;
  readonly actions: ServerActions;
  readonly onRemove: (server: ServerView) => void;
  readonly titleOf: (problem: Problem) => string;
}

/** Typing in the search draws it only when it shows something else. */
export const ServerTable = memo(function ServerTable({ servers, order, onOrder, actions, titleOf, onRemove }: ServerTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [chosen, setChosen] = useKeptState<string | null>('servers/row', null);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const at = Math.max(
    0,
    servers.findIndex((server) => server.id === chosen),
  );
  const rows = useRowWindow({ count: servers.length, rowHeight, body, keep: at, headHeight: rowHeight });
  const focusRow = useKeptFocus(body, servers, chosen);
  const shown = servers[at];
  useHotkey('r', () => shown !== undefined && shown.id === chosen && actions.resync(shown));

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const server = serverOf(event.target, servers);
    if (server === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = (event.target as HTMLElement).closest('tr');
    const pressed = { key: event.key, onRow: event.target === row, page: pageOf(body.current) };
    const next = rowAfter(pressed, servers.indexOf(server), servers.length);
    if (next === null && !actOnKey(pressed, server, actions)) return;
    event.preventDefault();
    const target = next === null ? undefined : servers[next];
    if (target === undefined) return;
    setChosen(target.id);
    focusRow(target.id);
  }

  const menuFrom = useRef<HTMLElement | null>(null);
  const closeMenu = useCallback(() => {
    setMenu(null);
    menuFrom.current?.focus({ preventScroll: true });
  }, []);
  function onMenu(event: MouseEvent<HTMLElement>): void {
    const server = serverOf(event.target, servers);
    const button = (event.target as HTMLElement).closest<HTMLElement>('[data-menu-button]');
    if (server === undefined || (event.type === 'click' && button === null)) return;
    event.preventDefault();
    menuFrom.current = button ?? (event.target as HTMLElement).closest('tr');
    setMenu({ server: server.id, at: button?.getBoundingClientRect() ?? new DOMRect(event.clientX, event.clientY, 0, 0) });
  }

  return (
    <>
      <div className="table-box servers-box">
        <table className="rows servers-table" aria-label="Servers" aria-rowcount={servers.length + 1}>
          <ServerTableHead order={order} onOrder={onOrder} />
          <tbody
            ref={body}
            onKeyDown={onKeyDown}
            onFocus={(event) => setChosen(serverOf(event.target, servers)?.id ?? null)}
            onClick={onMenu}
            onContextMenu={onMenu}
            onDoubleClick={(event) => {
              const server = serverOf(event.target, servers);
              if (server !== undefined && (event.target as HTMLElement).closest('button, input, a') === null) actions.open(server);
            }}
          >
            {rows.indexes.map((index, place) => {
              const server = servers[index];
              if (server === undefined) return null;
              return (
                <Fragment key={server.id}>
                  <Gap height={rows.gaps[place] ?? 0} />
                  <ServerRow server={server} index={index} active={index === at} actions={actions} titleOf={titleOf} />
                </Fragment>
              );
            })}
            <Gap height={rows.gapAfter} />
          </tbody>
        </table>
      </div>
      {/* Outside of the box, which is the frame of everything in it that has a fixed place. */}
      <ServerMenu place={menu} servers={servers} actions={actions} onRemove={onRemove} onClose={closeMenu} />
    </>
  );
});

/** Room for rows that are not in the document. */
function Gap({ height }: { readonly height: number }) {
  return height === 0 ? null : (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row without tabIndex cannot have the focus
    <tr aria-hidden="true" className="gap">
      <td style={{ height }} />
    </tr>
  );
}

function serverOf(target: EventTarget, servers: readonly ServerView[]): ServerView | undefined {
  const id = target instanceof Element ? target.closest('tr')?.getAttribute('data-server') : undefined;
  return servers.find((server) => server.id === id);
}

/** Rows that fit between the head of the table and the end of the page. */
function pageOf(body: HTMLElement | null): number {
  const height = body?.closest('.page')?.clientHeight ?? 0;
  return Math.max(1, Math.floor(height / rowHeight) - 2);
}
