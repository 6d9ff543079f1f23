/** The command palette: every page, action, server and tool by typing a part of its name. */
import { Modal } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import { findTools, searchWords } from '../../bridge/find-tools.ts';
import { useToolIndex } from '../../bridge/tool-index.ts';
import { goTo } from '../../lib/hash-place.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { findEntries, grouped, type PaletteEntry } from './entries.ts';
import { PaletteList } from './palette-list.tsx';

/** What fits on the screen without scrolling far. */
const groupMax = 8;
const toolsMax = 24;

interface PaletteProps {
  readonly opened: boolean;
  readonly entries: readonly PaletteEntry[];
  readonly servers: readonly ServerView[];
  readonly onClose: () => void;
}

export function Palette({ opened, entries, servers, onClose }: PaletteProps) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={620} yOffset="12vh" transitionProps={{ duration: 0 }}>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content className="palette" aria-label="Command palette">
        <PaletteBody entries={entries} servers={servers} onClose={onClose} />
      </Modal.Content>
    </Modal.Root>
  );
}

const listId = 'palette-list';
const optionId = (index: number): string => `palette-option-${index}`;

function PaletteBody({ entries, servers, onClose }: Omit<PaletteProps, 'opened'>) {
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState(0);
  const { groups, flat, moreTools } = useFound(entries, servers, useDeferredValue(search));
  const at = Math.min(chosen, flat.length - 1);
  function run(entry: PaletteEntry | undefined): void {
    if (entry === undefined) return;
    onClose();
    entry.run();
  }
  function onKeyDown(event: React.KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + groupMax, PageUp: at - groupMax };
    const step = steps[event.key];
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(flat[at]);
    else if (step !== undefined && flat.length > 0) setChosen(stepped(step, flat.length, event.key.startsWith('Arrow')));
    else return;
    event.preventDefault();
  }
  return (
    <>
      <input
        className="palette-field"
        data-autofocus
        type="text"
        role="combobox"
        aria-label="Search commands, servers and tools"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={flat.length > 0 ? optionId(at) : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder="Search commands, servers and tools"
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <PaletteList id={listId} optionId={optionId} groups={groups} chosen={at} onChoose={setChosen} onRun={run} />
      <p className="palette-foot" role="status">
        {footWords(flat.length, moreTools)}
      </p>
    </>
  );
}

/** Arrows go round, page keys stop at the ends. */
function stepped(to: number, count: number, round: boolean): number {
  return round ? (to + count) % count : Math.min(count - 1, Math.max(0, to));
}

function footWords(count: number, moreTools: number): string {
  if (count === 0) return 'Nothing found.';
  if (moreTools > 0) return `${moreTools} more tools; type more of the name.`;
  return `${count} ${count === 1 ? 'entry' : 'entries'}`;
}

function useFound(entries: readonly PaletteEntry[], servers: readonly ServerView[], search: string) {
  const { tools } = useToolIndex(true);
  return useMemo(() => {
    const found = findTools(tools ?? [], search, toolsMax);
    const ids = new Map(servers.map((server) => [server.name, server.id]));
    const toolEntries = found.tools.map(({ server, name }, index): PaletteEntry => {
      const id = ids.get(server);
      const run = () => (id === undefined ? goTo('servers') : goTo('servers', id, 'tools', name));
      return { id: `tool/${index}`, group: 'Tools', label: visibleText(name), detail: visibleText(server), run };
    });
    const groups = grouped([...findEntries(entries, searchWords(search), groupMax), ...toolEntries]);
    return { groups, flat: [...groups.values()].flat(), moreTools: found.total - found.tools.length };
  }, [entries, servers, tools, search]);
}
