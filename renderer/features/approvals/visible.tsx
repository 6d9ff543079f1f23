/** Text from outside, with characters that could not be seen shown as their codes. */
import { textParts } from '../../lib/visible-text.ts';

export function Visible({ text }: { readonly text: string }) {
  if (text === '') return <span className="unseen">empty</span>;
  return textParts(text).map((part, index) =>
    part.hidden === null ? (
      part.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move
      <span key={index} className="unseen" title="A character that is not visible">
        {part.hidden}
      </span>
    ),
  );
}
