/** Search and filters above the table. */
import { SegmentedControl, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { memo, type RefObject, useMemo } from 'react';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { type Filter, needsAttention } from './shown-servers.ts';

interface ServersToolsLineProps {
  readonly servers: readonly ServerView[];
  readonly field: RefObject<HTMLInputElement | null>;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  /** The field has the focus: tools may be needed soon. */
  readonly onUse: () => void;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  /** Down from the field goes into the table. */
  readonly onDown: () => void;
}

export function ServersToolsLine({ servers, field, search, onSearch, onUse, filter, onFilter, onDown }: ServersToolsLineProps) {
  function onKeyDown(event: React.KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      onDown();
    } else if (event.key === 'Escape') {
      if (search === '') event.currentTarget.blur();
      else onSearch('');
    }
  }
  return (
    <div className="tools-line">
      <TextInput
        ref={field}
        className="search-field"
        size="xs"
        leftSection={<Search size={14} aria-hidden="true" />}
        rightSection={search === '' ? <Kbd keys="/" /> : null}
        placeholder="Search servers and tools"
        aria-label="Search servers and tools"
        autoComplete="off"
        spellCheck={false}
        value={search}
        onFocus={onUse}
        onChange={(event) => onSearch(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Filters servers={servers} filter={filter} onFilter={onFilter} />
    </div>
  );
}

type FiltersProps = Pick<ServersToolsLineProps, 'servers' | 'filter' | 'onFilter'>;

/** Apart from the field, so that typing does not draw it anew. */
const Filters = memo(function Filters({ servers, filter, onFilter }: FiltersProps) {
  const filters = useMemo(() => filtersOf(servers), [servers]);
  return (
    <SegmentedControl
      size="xs"
      aria-label="Show"
      transitionDuration={0}
      data={filters}
      value={filter}
      onChange={(value) => onFilter(value as Filter)}
    />
  );
});

function filtersOf(servers: readonly ServerView[]): { value: Filter; label: string }[] {
  const count = (passes: (server: ServerView) => boolean) => servers.filter(passes).length || '';
  return [
    { value: 'all', label: 'All' },
    { value: 'attention', label: `Attention ${count(needsAttention)}`.trim() },
    { value: 'disabled', label: `Disabled ${count((server) => !server.enabled)}`.trim() },
  ];
}
