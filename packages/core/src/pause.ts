/** Long loops that can be aborted and return to the event loop some hundred times a second. */
import { throwIfAborted, yieldToEventLoop } from "./abort.js";

/** To be awaited between pieces of work of a few milliseconds. */
export type Pause = () => Promise<void>;

/** Time between two turns of the event loop, unless another is given. */
const PAUSE_MS = 10;

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
