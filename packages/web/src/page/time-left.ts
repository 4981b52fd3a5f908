/**
 * How long a computation will still take, once that can be told. Its first reports extrapolate from some milliseconds,
 * in which it was preparing: they say many times too much.
 */

/** Time after the first report of a stage from which on its estimates are of use. */
const SETTLED_MS = 2000;
/** An estimate grows by chance, too: by less than this share and this many seconds it stays as it was told. */
const TOLERANCE = { share: 0.1, seconds: 2 };

/**
 * How long the rest of some pictures takes, by those that are finished. Trainings take as long for any picture, other
 * work is in proportion to its pixels; how much of either there is, the line says that fits the finished ones best
 * (least squares), of those that fall nowhere and are below zero nowhere.
 *
 * @param done the pixels of each finished picture, and the seconds that it took
 * @param rest the pixels of each other one, if they are known (else the mean is taken), and the share that is left
 * @returns seconds; undefined as long as none is finished
 */
export function secondsForRest(
  done: readonly { pixels: number; seconds: number }[],
  rest: readonly { pixels: number | undefined; share: number }[],
): number | undefined {
  if (done.length === 0) return undefined;
  const mean = (of: (one: (typeof done)[number]) => number): number =>
    done.reduce((sum, one) => sum + of(one), 0) / done.length;
  const pixels = mean((one) => one.pixels);
  const seconds = mean((one) => one.seconds);
  const variance = mean((one) => (one.pixels - pixels) ** 2);
  const covariance = mean((one) => (one.pixels - pixels) * (one.seconds - seconds));
  const slope = variance > 0 ? Math.min(Math.max(covariance / variance, 0), seconds / pixels) : 0;
  return rest.reduce((sum, one) => {
    const whole = seconds + slope * ((one.pixels ?? pixels) - pixels);
    return sum + one.share * whole;
  }, 0);
}

/** "10 s", "3 min", "1 h 20 min": of what is known roughly. */
export function roughly(seconds: number): string {
  const tens = 10 * Math.max(1, Math.ceil(seconds / 10));
  if (tens < 60) return `${tens} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rounded = 10 * Math.ceil(minutes / 10);
  return `${Math.floor(rounded / 60)} h${rounded % 60 > 0 ? ` ${rounded % 60} min` : ""}`;
}

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
