/** Who may start when: a few at once, same package one after another, and nobody waits for a server that hangs. */
import pLimit from 'p-limit';
import type { Transport } from '../contract/server.ts';
import type { Clock } from '../core/ports.ts';

export interface StartQueue {
  /** Runs `start` when it is its turn; gives what `start` gives. */
  run<T>(transport: Transport, start: () => Promise<T>): Promise<T>;
}

/** A start that has not answered by then gives its place to the next: it is waiting, not working. */
const patienceMs = 200;
/** A package runner may be installing, which is work; still it must not hold a place for ever. */
const runnerPatienceMs = 30_000;

const runners: ReadonlySet<string> = new Set(['npx', 'bunx', 'pnpx', 'uvx', 'pipx', 'dlx']);

/** The package that a runner would install, or null when the command is no package runner. */
export function runnerPackage(transport: Transport): string | null {
  if (transport.kind !== 'stdio') return null;
  const base = (transport.command.split(/[\\/]/).pop() ?? '').replace(/\.(cmd|exe|ps1)$/i, '');
  const words = transport.args.filter((arg) => !arg.startsWith('-'));
  if (runners.has(base)) return `${base} ${(base === 'pipx' ? words[1] : words[0]) ?? ''}`;
  const first = words[0];
  const isDlx =
    (base === 'npm' && (first === 'exec' || first === 'x')) ||
    ((base === 'pnpm' || base === 'yarn') && first === 'dlx') ||
    (base === 'bun' && first === 'x');
  return isDlx ? `${base} ${words[1] ?? ''}` : null;
}

type Limit = ReturnType<typeof pLimit>;

/** A limit that follows a setting: with another number new starts queue anew, and those before keep their places. */
function changingLimit(parallel: () => number): () => Limit {
  let places = parallel();
  let limit = pLimit(places);
  return () => {
    if (places !== parallel()) {
      places = parallel();
      limit = pLimit(places);
    }
    return limit;
  };
}

/** A queue with `parallel` places for programs, and as many for package runners. */
export function createStartQueue(clock: Clock, parallel: () => number): StartQueue {
  const programs = changingLimit(parallel);
  const installs = changingLimit(parallel);
  const chains = new Map<string, Promise<void>>();

  function patience(ms: number): { readonly over: Promise<void>; readonly cancel: () => void } {
    let cancel = () => {};
    const over = new Promise<void>((resolve) => {
      cancel = clock.after(ms, resolve);
    });
    return { over, cancel };
  }

  /** Holds a place until the start has answered or its patience is over; the start itself goes on. */
  function inPlace<T>(limit: Limit, ms: number, start: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      void limit(async () => {
        const { over, cancel } = patience(ms);
        const started = start();
        started.then(resolve, reject);
        await Promise.race([started.then(noop, noop), over]);
        cancel();
      });
    });
  }

  return {
    async run(transport, start) {
      if (transport.kind !== 'stdio') return start();
      const key = runnerPackage(transport);
      if (key === null) return inPlace(programs(), patienceMs, start);
      const before = chains.get(key) ?? Promise.resolve();
      const result = before.then(() => inPlace(installs(), runnerPatienceMs, start));
      const { over, cancel } = patience(2 * runnerPatienceMs);
      const turn = Promise.race([result.then(noop, noop), over]).then(cancel);
      chains.set(key, turn);
      void turn.then(() => {
        if (chains.get(key) === turn) chains.delete(key);
      });
      return result;
    },
  };
}

const noop = (): void => {};
