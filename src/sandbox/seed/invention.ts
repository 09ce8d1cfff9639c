/** Ids and random numbers for invented data. */

/** The first digit of an id shows its kind: users 1…, leads 2…, task types 4…, opportunities 5…, groups 6…, teams 7…, tasks 8…. */
export function guid(digit: string, number: number): string {
  const d = (count: number) => digit.repeat(count)
  return `${d(8)}-${d(4)}-4${d(3)}-8${d(3)}-${String(number).padStart(12, '0')}`
}

/** The item at this index. The index wraps around. */
export function pick<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length]
  if (item === undefined) throw new Error('There is nothing to pick from.')
  return item
}

/** Mulberry32: numbers in [0, 1). The same seed gives the same numbers. */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
