/**
 * What must be put in order should the process be ended in the middle: temporary files and folders, the lock of a
 * folder. The program asks to be told while there is any: only then does a signal have to wait for it (signals.ts).
 */

type CleanUp = () => void;

const cleanUps = new Set<CleanUp>();
let watch: (any: boolean) => void = () => {};

/**
 * Registers something to put in order. Called before there is anything.
 *
 * @param cleanUp synchronous; must not fail
 * @returns The function to call when it is in order.
 */
export function unfinished(cleanUp: CleanUp): () => void {
  const entry = (): void => cleanUp();
  cleanUps.add(entry);
  watch(true);
  return () => {
    cleanUps.delete(entry);
    if (cleanUps.size === 0) watch(false);
  };
}

/** Puts all in order. Synchronous, for signal handlers. */
export function cleanUpAll(): void {
  for (const cleanUp of [...cleanUps].reverse()) cleanUp();
  cleanUps.clear();
}

/** Calls `listener` whenever there begins to be something to put in order, and when there is nothing left. */
export function watchUnfinished(listener: (any: boolean) => void): void {
  watch = listener;
}
