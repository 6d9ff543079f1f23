/** The menu of one row: everything that can be done to its server. One menu serves all rows. */
import { Menu } from '@mantine/core';
import { Copy, FolderOpen, Power, RotateCw, SquareArrowOutUpRight, Trash2, X } from 'lucide-react';
import { useEffect } from 'react';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { canSync, type ServerActions } from './server-actions.ts';

export interface MenuPlace {
  /** Id of the server that it is about. */
  readonly server: string;
  /** The button, or the pointer. */
  readonly at: DOMRect;
}

interface ServerMenuProps {
  readonly place: MenuPlace | null;
  readonly servers: readonly ServerView[];
  readonly actions: ServerActions;
  readonly onRemove: (server: ServerView) => void;
  readonly onClose: () => void;
}

export function ServerMenu({ place, servers, actions, onRemove, onClose }: ServerMenuProps) {
  const server = servers.find((one) => one.id === place?.server);
  const shown = server !== undefined;
  // It hangs at a place on the screen; its row would scroll away below it.
  useEffect(() => {
    if (!shown) return;
    document.addEventListener('scroll', onClose, true);
    return () => document.removeEventListener('scroll', onClose, true);
  }, [shown, onClose]);
  if (place === null || server === undefined) return null;
  const { left, top, width, height } = place.at;
  return (
    <Menu opened returnFocus position="bottom-end" offset={4} width={260} onClose={onClose} onChange={(opened) => !opened && onClose()}>
      <Menu.Target>
        {/* Where the menu hangs: the row's own button keeps the focus to give it back. */}
        <button type="button" className="menu-anchor" tabIndex={-1} aria-hidden="true" style={{ left, top, width, height }}>
          More about {visibleText(server.name)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <MenuItems server={server} actions={actions} onRemove={onRemove} />
      </Menu.Dropdown>
    </Menu>
  );
}

interface MenuItemsProps {
  readonly server: ServerView;
  readonly actions: ServerActions;
  readonly onRemove: (server: ServerView) => void;
}

function MenuItems({ server, actions, onRemove }: MenuItemsProps) {
  return (
    <>
      <Menu.Item leftSection={<SquareArrowOutUpRight size={14} />} onClick={() => actions.open(server)}>
        Open
      </Menu.Item>
      {server.status === 'syncing' ? (
        <Menu.Item leftSection={<X size={14} />} onClick={() => actions.cancel(server)}>
          Cancel sync
        </Menu.Item>
      ) : (
        <Menu.Item leftSection={<RotateCw size={14} />} disabled={!canSync(server)} onClick={() => actions.resync(server)}>
          Resync
        </Menu.Item>
      )}
      {server.editable ? (
        <Menu.Item leftSection={<Power size={14} />} onClick={() => actions.enable(server, !server.enabled)}>
          {server.enabled ? 'Switch off' : 'Switch on'}
        </Menu.Item>
      ) : null}
      <Menu.Divider />
      <Menu.Item leftSection={<Copy size={14} />} onClick={() => actions.copyName(server)}>
        Copy name
      </Menu.Item>
      {server.launch === '' ? null : (
        <Menu.Item leftSection={<Copy size={14} />} onClick={() => actions.copyLaunch(server)}>
          {server.transport === 'stdio' ? 'Copy launch' : 'Copy address'}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<FolderOpen size={14} />} onClick={() => actions.showFile(server)}>
        Show file
      </Menu.Item>
      {server.editable ? (
        <>
          <Menu.Divider />
          <Menu.Item className="dangerous-item" leftSection={<Trash2 size={14} />} onClick={() => onRemove(server)}>
            Remove {visibleText(server.name)} from its file
          </Menu.Item>
        </>
      ) : null}
    </>
  );
}
