/** Keys as they are printed on this machine's keyboard. */

const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

/** `mod` is the key that commands are given with: ⌘ on a Mac, Ctrl elsewhere. */
const printed: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
};

/** `keys` joined by `+`, as in `mod+K`. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className="keys">
      {keys.split('+').map((key) => (
        <kbd key={key}>{printed[key] ?? key}</kbd>
      ))}
    </span>
  );
}
