/**
 * The seconds that some work still takes if it goes on as fast as it went so far.
 *
 * @param done the share of the work that is done, in (0, 1]
 * @param started when it began, as of `performance.now()`
 */
export function secondsLeft(done: number, started: number): number {
  return ((1 - done) / done) * ((performance.now() - started) / 1000);
}
