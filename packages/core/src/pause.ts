/** Long loops that can be aborted and return to the event loop some hundred times a second. */
import { throwIfAborted, yieldToEventLoop } from "./abort.js";

/** To be awaited between pieces of work of a few milliseconds. */
export type Pause = () => Promise<void>;

/** For work that nobody stops and that need not share its thread. */
export const noPause: Pause = async () => {};

/** Time between two turns of the event loop, unless another is given. */
const PAUSE_MS = 10;

/** Pixels of an image that take some milliseconds, whatever is done to each. */
const PIECE = 2 ** 19;

/**
 * Rows of a large image from top to bottom, so many at a time as take some milliseconds.
 *
 * @param work gets the first row and the one after the last
 */
export async function inPieces(
  { width, height }: { readonly width: number; readonly height: number },
  pause: Pause,
  work: (top: number, bottom: number) => void,
): Promise<void> {
  const rows = Math.max(1, Math.floor(PIECE / width));
  for (let top = 0; top < height; top += rows) {
    await pause();
    work(top, Math.min(height, top + rows));
  }
}

/**
 * @param milliseconds between two turns of the event loop
 * @returns a function that throws AbortError if the signal has fired
 */
export function pauses(signal: AbortSignal | undefined, milliseconds: number = PAUSE_MS): Pause {
  let last = performance.now();
  return async () => {
    throwIfAborted(signal);
    if (performance.now() - last < milliseconds) return;
    await yieldToEventLoop();
    throwIfAborted(signal);
    last = performance.now();
  };
}
