/** Cancelling long work. */
import { KernelGanError } from "./errors.js";

/** @throws KernelGanError `aborted` if the signal has fired */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new KernelGanError("aborted", "cancelled", { cause: signal.reason });
}

/** Lets timers, signals and messages through: a native run or a long loop blocks the event loop. */
export function letOthersRun(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
