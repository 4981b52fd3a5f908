/** Small helpers for lists and records that belong together. */
import { check } from "../errors.js";

/** The pairs of two lists of one length. */
export function zip<A, B>(a: readonly A[], b: readonly B[]): [A, B][] {
  check(a.length === b.length, () => `cannot pair ${a.length} with ${b.length}`);
  return a.map((value, i) => [value, b[i] as B]);
}

/** A record with these keys, in their order. */
export function recordOf<K extends string, V>(
  keys: readonly K[],
  value: (key: K, index: number) => V,
): Record<K, V> {
  return Object.fromEntries(keys.map((key, i) => [key, value(key, i)])) as Record<K, V>;
}
