/** How threads share the pieces of a step: they take them from one counter, which lies in shared memory. */

/** The parts of the counter: the next piece, and how many pieces are done. */
export const NEXT = 0;
export const DONE = 1;

/** The next of `count` pieces, if there is one. */
export function takePiece(counter: Int32Array, count: number): number | undefined {
  const index = Atomics.add(counter, NEXT, 1);
  return index < count ? index : undefined;
}
