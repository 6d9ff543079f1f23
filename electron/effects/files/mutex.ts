/** Takes turns inside this process, by key. */

export interface Mutex {
  /** Runs `work` after all earlier work of the same key has ended, however it ended. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Makes a mutex with no keys taken; a key costs nothing once nobody waits for it. */
export function createMutex(): Mutex {
  const last = new Map<string, Promise<unknown>>();
  return {
    run(key, work) {
      const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
      const settled = turn.then(
        () => undefined,
        () => undefined,
      );
      last.set(key, settled);
      void settled.then(() => {
        if (last.get(key) === settled) last.delete(key);
      });
      return turn;
    },
  };
}
