/** Cancelling long work. */
import { AbortError } from "./errors.js";

/** @throws AbortError if the signal has fired */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AbortError(signal.reason);
}

/**
 * Returns to the event loop once, so that timers, signals and messages are handled during native runs and long loops.
 */
export function yieldToEventLoop(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (resolve: () => void) => void };
  if (setImmediate) return new Promise((resolve) => setImmediate(resolve));
  // Browsers delay a timer that a timer has set; a message is handled at once.
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
