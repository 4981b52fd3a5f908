/** Where the work on several pages stands. */

/** Of one page, or of all: the share that is done, in [0, 1], and the time left. */
interface Progress {
  done: number;
  secondsLeft: number;
}

/**
 * Follows pages that are worked on one after the other, from now on.
 *
 * @returns A function that turns the progress of one page into that of all. The time left follows from the pace so far:
 *   what one page has left says nothing about the others when that page is nearly done.
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
