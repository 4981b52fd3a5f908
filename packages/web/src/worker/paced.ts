/** How often the page is told where the training stands, and so how often it draws. */

/** Milliseconds between reports where a core is left for drawing, and where drawing takes one from the training. */
const INTERVALS = { beside: 150, instead: 400 };

/**
 * A listener that hears of the first report, and then of one at a time.
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
