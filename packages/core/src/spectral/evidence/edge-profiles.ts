/**
 * How sharp the isolated edges of an image are, and whether they have halos: evidence about blur and sharpening that
 * does not come from the spectrum. No edge can be steeper than the step response of the blur; a blur makes no halo,
 * sharpening does.
 *
 * Along rows and columns, an edge is a largest difference s = g(1) − g(0) between two neighbours, with plateaus on both
 * sides,
 *
 *     h = mean g(5…7),   l = mean g(−6…−4),   D = h − l,
 *
 * that are flat (|g(5) − g(7)| + |g(−4) − g(−6)| ≤ D/4). Its slope is s/D (1 for a step between two pixels; a Gaussian
 * of standard deviation σ makes it at most erf(0.5/√2σ)), its overshoot ((max g(1…4) − h) + (l − min g(−3…0))) / D.
 */
import type { PlanarImage } from "../../image/index.js";
import { NumberList } from "../../math/number-list.js";

/** Smallest differences of an edge: between the two pixels and between the plateaus, values in [0, 1]. */
const MIN_STEP = 0.06;
const MIN_CONTRAST = 0.08;
/** Largest unevenness of both plateaus together, as a share of the contrast. */
const MAX_UNEVENNESS = 0.25;
/** Pixels before and after the edge that are looked at. */
const BEFORE = 6;
const AFTER = 7;
/** Rows and columns are left out so that no more than about this many pixels are looked at each way. */
const MAX_PIXELS = 2_000_000;
/** Fewer edges say nothing. */
const MIN_EDGES = 20;

/** Quantiles over the edges. */
export interface EdgeProfiles {
  /** Slopes: the median, the upper quartile and the upper tenth. */
  readonly slopes: readonly [median: number, quartile: number, tenth: number];
  /** The median overshoot. */
  readonly overshoot: number;
}

/**
 * @param gray [1, h, w], values in [0, 1]
 * @returns undefined if the image has too few isolated edges
 */
export function edgeProfiles({ width, height, data }: PlanarImage): EdgeProfiles | undefined {
  const slopes = new NumberList();
  const overshoots = new NumberList();
  const skip = Math.max(1, Math.round((width * height) / MAX_PIXELS));
  const line = new Float64Array(Math.max(width, height));
  const scan = (length: number): void => {
    for (let i = BEFORE; i < length - AFTER; i++) {
      const step = line[i + 1]! - line[i]!;
      const size = Math.abs(step);
      if (size < MIN_STEP) continue;
      if (size < Math.abs(line[i]! - line[i - 1]!) || size <= Math.abs(line[i + 2]! - line[i + 1]!)) continue;
      const sign = Math.sign(step);
      const high = (sign * (line[i + 5]! + line[i + 6]! + line[i + 7]!)) / 3;
      const low = (sign * (line[i - 4]! + line[i - 5]! + line[i - 6]!)) / 3;
      const contrast = high - low;
      const unevenness = Math.abs(line[i + 5]! - line[i + 7]!) + Math.abs(line[i - 4]! - line[i - 6]!);
      if (contrast < MIN_CONTRAST || unevenness > MAX_UNEVENNESS * contrast) continue;
      let [highest, lowest] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
      for (let k = 1; k <= 4; k++) highest = Math.max(highest, sign * line[i + k]!);
      for (let k = -3; k <= 0; k++) lowest = Math.min(lowest, sign * line[i + k]!);
      slopes.add(size / contrast);
      overshoots.add((highest - high + low - lowest) / contrast);
    }
  };
  for (let row = 0; row < height; row += skip) {
    for (let x = 0; x < width; x++) line[x] = data[row * width + x]!;
    scan(width);
  }
  for (let column = 0; column < width; column += skip) {
    for (let y = 0; y < height; y++) line[y] = data[y * width + column]!;
    scan(height);
  }
  if (slopes.length < MIN_EDGES) return undefined;
  const [sortedSlopes, sortedOvershoots] = [slopes.sorted(), overshoots.sorted()];
  const quantile = (sorted: Float64Array, share: number): number =>
    sorted[Math.floor(share * sorted.length)]!;
  return {
    slopes: [quantile(sortedSlopes, 0.5), quantile(sortedSlopes, 0.75), quantile(sortedSlopes, 0.9)],
    overshoot: quantile(sortedOvershoots, 0.5),
  };
}
