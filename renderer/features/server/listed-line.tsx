/** One tool, prompt or resource: a line, and everything about it once it is opened. */
import { memo } from 'react';
import type { CapabilityKind, ListedItem } from '../../../electron/contract/capability.ts';
import { shortNumber } from '../../lib/format-number.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { Mark } from '../../ui/mark.tsx';
import { badgesOf } from './annotations.ts';
import { aboutLine } from './capability-words.ts';
import { tokensOf } from './json-text.ts';
import { ListedDetail } from './listed-detail.tsx';

export interface ListedLineProps {
  readonly item: ListedItem;
  readonly capability: CapabilityKind;
  readonly id: string;
  readonly open: boolean;
  readonly onToggle: (id: string) => void;
}

export const ListedLine = memo(function ListedLine({ item, capability, id, open, onToggle }: ListedLineProps) {
  const tokens = capability === 'tools' ? tokensOf(item) : null;
  return (
    <>
      <button type="button" className="listed-line" aria-expanded={open} onClick={() => onToggle(id)}>
        <span className="listed-turn" aria-hidden="true">
          ›
        </span>
        <code className="cut">{visibleText(item.name) || '(no name)'}</code>
        <span className="dim cut listed-about">{visibleText(aboutLine(item))}</span>
        {badgesOf(item.annotations).map(({ word, tone, shape, means }) => (
          <span key={word} className={`listed-badge tone-${tone}`} title={means}>
            <Mark shape={shape} />
            {word}
          </span>
        ))}
        {tokens === null ? null : (
          <span className="dim listed-tokens" title={`About ${tokens.toLocaleString('en')} tokens of every conversation that has it`}>
            <span aria-hidden="true">{shortNumber(tokens)} tokens</span>
            <span className="screen-reader-only">about {tokens} tokens</span>
          </span>
        )}
      </button>
      {open ? <ListedDetail item={item} capability={capability} /> : null}
    </>
  );
});
