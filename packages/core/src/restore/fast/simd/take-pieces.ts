/** How threads share the pieces of a step: they take them from one counter, which may lie in shared memory. */
import type { Picture } from "./picture.js";
import { type PictureWorker, pieces, type Step } from "./steps.js";

/** The parts of the shared counter: the next piece, whether to stop, and how many pieces are done. */
export const NEXT = 0;
export const STOPPED = 1;
export const DONE = 2;

/** Takes pieces until there are none left; `after` each of them. */
export function* takePieces(
  worker: PictureWorker,
  picture: Picture,
  step: Step,
  counter: Int32Array,
): Generator<void> {
  const count = pieces(picture, step);
  while (Atomics.load(counter, STOPPED) === 0) {
    const index = Atomics.add(counter, NEXT, 1);
    if (index >= count) return;
    worker.run(step, index);
    Atomics.add(counter, DONE, 1);
    yield;
  }
}
