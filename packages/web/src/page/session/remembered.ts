/** Values of signals to come back to. */
import type { Signal } from "@preact/signals";

/** @returns what gives a signal the value again that it has now */
export function remembered<T>(signal: Signal<T>): () => void {
  const value = signal.peek();
  return () => {
    signal.value = value;
  };
}
