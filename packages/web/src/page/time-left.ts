/**
 * How long a computation will still take, once that can be told. Its first reports extrapolate from some milliseconds,
 * in which it was preparing: they say many times too much.
 */

/** Time after the first report of a stage from which on its estimates are of use. */
const SETTLED_MS = 2000;
/** An estimate grows by chance, too: by less than this share and this many seconds it stays as it was told. */
const TOLERANCE = { share: 0.1, seconds: 2 };

export class TimeLeft {
  #stage: string | undefined;
  #started = 0;
  #told = Number.POSITIVE_INFINITY;

  /**
   * @param stage what is being done
   * @param seconds the estimate of now
   * @returns seconds; undefined while nothing can be told
   */
  tell(stage: string, seconds: number): number | undefined {
    const now = performance.now();
    if (stage !== this.#stage) {
      this.#stage = stage;
      this.#started = now;
      this.#told = Number.POSITIVE_INFINITY;
    }
    if (now - this.#started < SETTLED_MS || !Number.isFinite(seconds)) return undefined;
    const { share, seconds: few } = TOLERANCE;
    if (seconds < this.#told || seconds > (1 + share) * this.#told + few) this.#told = seconds;
    return this.#told;
  }
}
