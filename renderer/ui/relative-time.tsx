/** How long ago something was, with the exact time for whoever points at it. */
import { ago, exactTime } from '../lib/format-time.ts';
import { useNowIn } from '../lib/use-now.ts';

/** Milliseconds since 1970; `never` for null. Moves on by itself. */
export function RelativeTime({ time, className }: { readonly time: number | null; readonly className?: string }) {
  const words = useNowIn(undefined, (now) => ago(time, now));
  if (time === null) return <span className={className}>{words}</span>;
  return (
    <time className={className} dateTime={new Date(time).toISOString()} title={exactTime(time)}>
      {words}
    </time>
  );
}
