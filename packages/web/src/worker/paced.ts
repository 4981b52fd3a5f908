/** How often the training reports to the page, and so how often the page draws. */

/** Milliseconds between reports where a core is left for drawing, and where drawing takes one from the training. */
const INTERVALS = { beside: 150, instead: 400 };

/**
 * A listener that gets the first report, and then at most one in each interval.
 *
 * @param threads that the training keeps busy
 */
export function paced<T>(threads: number, listen: (report: T) => void): (report: T) => void {
  const interval = threads < navigator.hardwareConcurrency ? INTERVALS.beside : INTERVALS.instead;
  let last = Number.NEGATIVE_INFINITY;
  return (report) => {
    const now = performance.now();
    if (now - last < interval) return;
    last = now;
    listen(report);
  };
}
