/** Everything that would run, in full: one argument a line, nothing cut off. */
import type { LaunchView } from '../../../electron/contract/app-view.ts';
import { type LaunchLine, launchRows } from './launch-rows.ts';
import { Visible } from './visible.tsx';

interface LaunchLinesProps {
  readonly title: string;
  readonly launch: LaunchView;
  readonly other: LaunchView | null;
  readonly side: 'old' | 'new';
}

/** Long enough to tell two values apart by eye. */
const fingerprintCharacters = 12;

export function LaunchLines({ title, launch, other, side }: LaunchLinesProps) {
  return (
    <section className="launch">
      <h3>{title}</h3>
      <dl>
        {launchRows(launch, other).map((row) => (
          <Row key={row.label} label={row.label} lines={row.lines} side={side} />
        ))}
      </dl>
    </section>
  );
}

function Row({ label, lines, side }: { readonly label: string; readonly lines: readonly LaunchLine[]; readonly side: 'old' | 'new' }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <ol>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same argument may come twice; its place is its identity
            <li key={index} className={line.differs ? `is-${side}` : undefined}>
              {line.differs ? <span className="screen-reader-only">{side === 'old' ? 'before: ' : 'now: '}</span> : null}
              <Visible text={line.text} />
              {line.dangerous ? <span className="tone-red"> decides what code runs</span> : null}
              {line.aside ? <span className="dim"> {shortAside(line.aside)}</span> : null}
            </li>
          ))}
        </ol>
      </dd>
    </>
  );
}

const shortAside = (aside: string): string => aside.replace(/[0-9a-f]{13,}/g, (digits) => `${digits.slice(0, fingerprintCharacters)}…`);
