/** What two lists of arguments have in common, the same from whichever side one looks. */

/** Lists up to this product of lengths are compared argument by argument; longer ones from both ends. */
const comparedMax = 40_000;

type Texts = readonly string[];

/** Indexes in `mine` of what is in both lists in the same order; what is left is the difference. */
export function keptPlaces(mine: Texts, theirs: Texts): ReadonlySet<number> {
  if (mine.length * theirs.length > comparedMax) return new Set(pairsFromEnds(mine, theirs).map(([a]) => a));
  // Where there are several ways to see it, both sides must tell the same one: so the order of the two is fixed here.
  const turned = JSON.stringify(mine) > JSON.stringify(theirs);
  const pairs = turned ? commonPairs(theirs, mine) : commonPairs(mine, theirs);
  return new Set(pairs.map(([a, b]) => (turned ? b : a)));
}

type Pair = readonly [number, number];

function pairsFromEnds(mine: Texts, theirs: Texts): readonly Pair[] {
  const pairs: Pair[] = [];
  const shorter = Math.min(mine.length, theirs.length);
  let head = 0;
  for (; head < shorter && mine[head] === theirs[head]; head += 1) pairs.push([head, head]);
  for (let tail = 1; tail <= shorter - head && mine.at(-tail) === theirs.at(-tail); tail += 1)
    pairs.push([mine.length - tail, theirs.length - tail]);
  return pairs;
}

/** Places of a longest common sequence. */
function commonPairs(first: Texts, second: Texts): readonly Pair[] {
  const lengths = commonLengths(first, second);
  const from = (a: number, b: number): number => lengths[a]?.[b] ?? 0;
  const pairs: Pair[] = [];
  let [a, b] = [0, 0];
  while (a < first.length && b < second.length) {
    if (first[a] === second[b]) {
      pairs.push([a, b]);
      a += 1;
      b += 1;
    } else if (from(a + 1, b) >= from(a, b + 1)) a += 1;
    else b += 1;
  }
  return pairs;
}

/** `[a][b]`: length of the longest common sequence from a and from b on. */
function commonLengths(first: Texts, second: Texts): readonly (readonly number[])[] {
  const rows: number[][] = [];
  for (let a = first.length; a >= 0; a -= 1) {
    const row: number[] = Array.from({ length: second.length + 1 }, () => 0);
    const below = rows[a + 1];
    for (let b = second.length - 1; b >= 0 && below !== undefined; b -= 1)
      row[b] = first[a] === second[b] ? 1 + (below[b + 1] ?? 0) : Math.max(below[b] ?? 0, row[b + 1] ?? 0);
    rows[a] = row;
  }
  return rows;
}
