/** Where the work on several pages stands. */

/** Of one page, or of all: the share that is done, in [0, 1], and the time left. */
interface Progress {
  done: number;
  secondsLeft: number;
}

/**
 * Follows pages that are worked on one after the other, from now on.
 *
 * @returns Makes the progress of all pages of that of one. The time left is that of the pace so far: the rest of one
 *   page says nothing about the others once that is nearly done.
 */
export function pagesProgress(count: number): <P extends Progress>(page: number, progress: P) => P {
  const started = performance.now();
  return (page, progress) => {
    const done = (page + progress.done) / count;
    const seconds = (performance.now() - started) / 1000;
    const secondsLeft = done > 0 ? ((1 - done) / done) * seconds : count * progress.secondsLeft;
    return { ...progress, done, secondsLeft };
  };
}
