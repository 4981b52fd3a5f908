/** Waiting that ends at once when a signal fires. */
import { AbortError } from "@kernelgan/core";

/**
 * What the work comes to.
 *
 * @throws what the work throws; AbortError once the signal has fired, whatever becomes of the work
 */
export async function unlessAborted<T>(work: PromiseLike<T>, signal: AbortSignal | undefined): Promise<T> {
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(new AbortError(signal?.reason));
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    if (abort) signal?.removeEventListener("abort", abort);
  }
}
