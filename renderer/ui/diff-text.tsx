/** A unified diff; added and removed lines differ by sign and colour. */

const classOf = (line: string): string | undefined => {
  if (line.startsWith('+++') || line.startsWith('---')) return 'dim';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : undefined;
};

export function DiffText({ text }: { readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section className="evidence diff" aria-label="Changes" tabIndex={0}>
      <code>
        {text.split('\n').map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a finished text never move
          <div key={index} className={classOf(line)}>
            {line || ' '}
          </div>
        ))}
      </code>
    </section>
  );
}
