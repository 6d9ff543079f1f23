/** What a server wrote to its error output, following the end while it is open. */
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { visibleLine, visibleText } from '../../lib/visible-text.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

const followMs = 1_000;
/** Scrolled back further than this, a person is reading and is left in peace. */
const nearEndPixels = 40;

export function ServerLog({ server }: { readonly server: ServerView }) {
  const { result } = useAnswer('servers.log', { server: server.id }, { everyMs: followMs });
  const box = useRef<HTMLPreElement>(null);
  const atEnd = useRef(true);
  const lines = result?.lines ?? [];
  const text = lines.map(visibleLine).join('\n');

  // biome-ignore lint/correctness/useExhaustiveDependencies: it moves when the text does
  useLayoutEffect(() => {
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [text]);
  useEffect(() => {
    atEnd.current = true;
  }, []);

  if (result === null) return <p className="dim">Loading…</p>;
  if (lines.length === 0)
    return <EmptyState title="Nothing written yet">Lines that the server writes to its error output appear here.</EmptyState>;
  return (
    <>
      <div className="tools-line">
        <span className="dim small">
          {lines.length === 1 ? 'The last line' : `The last ${lines.length} lines`} of its error output, live
        </span>
        <CopyButton text={text} label="Copy log" />
      </div>
      <pre
        className="log"
        role="log"
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={`Log of ${visibleText(server.name)}`}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          atEnd.current = scrollHeight - scrollTop - clientHeight < nearEndPixels;
        }}
      >
        {text}
      </pre>
    </>
  );
}
