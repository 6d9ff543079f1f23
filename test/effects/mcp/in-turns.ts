/** Work done a few at a time. */

/** Runs `work` for 0 … count−1, `limit` at once; gives the results in order. */
export async function inTurns<T>(count: number, limit: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) results[index] = await work(index);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
