/** Cancelling long work. */
import { AbortError } from "./errors.js";

/** @throws AbortError if the signal has fired */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AbortError(signal.reason);
}

/** Returns to the event loop once, so that timers, signals and messages are handled during native runs and long loops. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
