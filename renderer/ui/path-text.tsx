/** A path that gives way in its middle: the file's name stays, the whole path is there on hover and for copying. */
import { pathParts, shortPath } from '../lib/short-path.ts';
import { visibleText } from '../lib/visible-text.ts';
import { CopyButton } from './copy-button.tsx';

export interface PathTextProps {
  readonly path: string;
  /** The person's home, shown as `~`. */
  readonly home?: string | null;
  /** Adds a button "Copy path". */
  readonly copyable?: boolean;
}

export function PathText({ path, home = null, copyable = false }: PathTextProps) {
  const { head, tail } = pathParts(visibleText(shortPath(path, home)));
  return (
    <span className="path-text">
      <code className="path" title={visibleText(path)}>
        {head === '' ? null : <span className="path-head">{head}</span>}
        <span className="path-tail">{tail}</span>
      </code>
      {copyable ? <CopyButton text={path} label="Copy path" /> : null}
    </span>
  );
}
