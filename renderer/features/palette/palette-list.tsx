/** What the palette found, in groups; the field above keeps the focus and says which entry is chosen. */
import { useEffect, useRef } from 'react';
import { Kbd } from '../../ui/kbd.tsx';
import type { PaletteEntry } from './entries.ts';

interface PaletteListProps {
  readonly id: string;
  readonly optionId: (index: number) => string;
  readonly groups: ReadonlyMap<string, readonly PaletteEntry[]>;
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
  readonly onRun: (entry: PaletteEntry) => void;
}

export function PaletteList({ id, optionId, groups, chosen, onChoose, onRun }: PaletteListProps) {
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another entry is chosen, or the same place holds another one
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, groups]);
  let index = -1;
  return (
    <div ref={list} id={id} className="palette-list" role="listbox" aria-label="Commands, servers and tools">
      {[...groups].map(([group, entries]) => (
        // biome-ignore lint/a11y/useSemanticElements: groups of options are no fieldsets
        <div key={group} role="group" aria-label={group}>
          <div className="palette-group" aria-hidden="true">
            {group}
          </div>
          {entries.map((entry) => {
            index += 1;
            const mine = index;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are given to the field, which keeps the focus
              // biome-ignore lint/a11y/useFocusableInteractive: the field points at it
              <div
                key={entry.id}
                id={optionId(mine)}
                className="palette-entry"
                role="option"
                aria-selected={mine === chosen}
                onMouseMove={() => mine !== chosen && onChoose(mine)}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onRun(entry)}
              >
                <span className="cut">{entry.label}</span>
                {entry.detail === undefined ? null : <span className="cut dim small">{entry.detail}</span>}
                {entry.keys === undefined ? null : <Kbd keys={entry.keys} />}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
