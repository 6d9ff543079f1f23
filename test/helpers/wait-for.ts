/** Waits for a condition instead of sleeping. */

/** Gives the first truthy value of `probe`; fails with the last value after `limitMs`. */
export async function waitFor<T>(probe: () => T | Promise<T>, limitMs = 5_000): Promise<NonNullable<T>> {
  const end = Date.now() + limitMs;
  let last: T | undefined;
  for (;;) {
    last = await probe();
    if (last) return last as NonNullable<T>;
    if (Date.now() > end) throw new Error(`condition not met within ${limitMs} ms; last value: ${JSON.stringify(last)}; probe: ${probe}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
