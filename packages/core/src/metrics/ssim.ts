/**
 * Structural similarity (Wang, Bovik, Sheikh and Simoncelli, "Image Quality Assessment: From Error Visibility to
 * Structural Similarity", IEEE Trans. Image Processing 13, 2004): the mean over the image of
 *
 *                (2 μ_a μ_b + C₁) (2 σ_ab + C₂)
 *     SSIM = ─────────────────────────────────────── ,   C₁ = (0.01 L)², C₂ = (0.03 L)², L = 1 (255 on the 8-bit scale)
 *            (μ_a² + μ_b² + C₁) (σ_a² + σ_b² + C₂)
 *
 * with local means, variances and covariance under an 11×11 Gaussian window of σ = 1.5 and sum 1, taken only where the
 * whole window lies inside the image. These are the numbers of the authors' `ssim_index.m` (not of their `ssim.m`,
 * which shrinks large images first, nor of MATLAB's own `ssim`, which pads the borders) and of scikit-image's
 * `structural_similarity` with `gaussian_weights=True, sigma=1.5, use_sample_covariance=False` and a `data_range`.
 *
 * The variances are only needed as a sum, so four means suffice:
 *
 *     E[a], E[b], E[a² + b²], E[ab];   σ_a² + σ_b² = E[a² + b²] − μ_a² − μ_b²,   σ_ab = E[ab] − μ_a μ_b
 *
 * The window is a product of two one-dimensional ones: down the columns of the last 11 rows, then along the row that
 * this gives. That takes a dozen rows of memory, whatever the image's size.
 */
import type { PlanarImage } from "../image/planar-image.js";
import { type ComparedArea, comparedArea, type MetricOptions, rowInArea } from "./compared-area.js";

const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;

const WINDOW_SIGMA = 1.5;
/** Side of the window. `smoothDown` and `smoothAlong` are written for 11. */
export const SSIM_WINDOW = 11;
const WEIGHTS = gaussianWeights();

/** E[a], E[b], E[a² + b²], E[ab], kept one after the other in one array, so that they are smoothed as one row. */
const MOMENTS = 4;

/**
 * Mean SSIM of two images, averaged over the channels: under an 11×11 Gaussian window of σ = 1.5, where the whole window
 * lies inside the image, as the authors' `ssim_index.m` has it.
 *
 * @param a [1 or 3, h, w], values in [0, 1], taken as they are.
 * @param b The same size. If only one of the two is gray, that one counts as R = G = B.
 * @returns At most 1, which equal images have.
 * @throws KernelGanError `invalid-argument` if the sizes differ or the border is not a whole number of pixels;
 *   `image-too-small` if the border leaves less than 11×11 pixels.
 * @example ssim(upscaled, original, { border: 2 }) // 0.8412
 */
export function ssim(a: PlanarImage, b: PlanarImage, options: MetricOptions = {}): number {
  const area = comparedArea(a, b, options, SSIM_WINDOW);
  let sum = 0;
  for (let c = 0; c < area.channels; c++) sum += channelSsim(a, b, area, c);
  return sum / area.channels;
}

function channelSsim(a: PlanarImage, b: PlanarImage, area: ComparedArea, channel: number): number {
  const { width, height } = area;
  const positions = width - SSIM_WINDOW + 1;
  let rows = emptyRows(MOMENTS * width);
  const columnMeans = new Float64Array(MOMENTS * width);
  // Where one moment ends and the next begins, the window mixes the two: those values are not used.
  const means = new Float64Array(MOMENTS * width - SSIM_WINDOW + 1);
  let sum = 0;
  for (let y = 0; y < height; y++) {
    const [oldest, ...newer] = rows;
    momentsOfRow(rowInArea(a, area, channel, y), rowInArea(b, area, channel, y), oldest);
    rows = [...newer, oldest];
    if (y < SSIM_WINDOW - 1) continue;
    smoothDown(rows, columnMeans);
    smoothAlong(columnMeans, means);
    sum += sumOfSsim(means, width, positions);
  }
  return sum / (positions * (height - SSIM_WINDOW + 1));
}

type Row = Float64Array;
/** The rows under the window, oldest first. */
type WindowRows = readonly [Row, Row, Row, Row, Row, Row, Row, Row, Row, Row, Row];

function emptyRows(length: number): WindowRows {
  const row = (): Row => new Float64Array(length);
  return [row(), row(), row(), row(), row(), row(), row(), row(), row(), row(), row()];
}

/** The moments before smoothing: a, b, a² + b² and ab of each pixel. */
function momentsOfRow(a: Float32Array, b: Float32Array, target: Float64Array): void {
  const width = a.length;
  for (let x = 0; x < width; x++) {
    const [p, q] = [a[x]!, b[x]!];
    target[x] = p;
    target[width + x] = q;
    target[2 * width + x] = p * p + q * q;
    target[3 * width + x] = p * q;
  }
}

// Numbers are read from typed arrays by index: V8 does not keep destructured ones as plain doubles (half the speed).

/** target[x] = Σ_t weight[t] · rows[t][x]; the weights are symmetric. */
function smoothDown(rows: WindowRows, target: Float64Array): void {
  const [w0, w1, w2] = [WEIGHTS[0]!, WEIGHTS[1]!, WEIGHTS[2]!];
  const [w3, w4, w5] = [WEIGHTS[3]!, WEIGHTS[4]!, WEIGHTS[5]!];
  const [a, b, c, d, e, f, g, h, i, j, k] = rows;
  for (let x = 0; x < target.length; x++) {
    const outer = w0 * (a[x]! + k[x]!) + w1 * (b[x]! + j[x]!) + w2 * (c[x]! + i[x]!);
    target[x] = outer + w3 * (d[x]! + h[x]!) + w4 * (e[x]! + g[x]!) + w5 * f[x]!;
  }
}

/** target[x] = Σ_t weight[t] · row[x + t]. The samples slide through variables: one read for each instead of 11. */
function smoothAlong(row: Float64Array, target: Float64Array): void {
  const [w0, w1, w2] = [WEIGHTS[0]!, WEIGHTS[1]!, WEIGHTS[2]!];
  const [w3, w4, w5] = [WEIGHTS[3]!, WEIGHTS[4]!, WEIGHTS[5]!];
  let [a, b, c, d, e] = [row[0]!, row[1]!, row[2]!, row[3]!, row[4]!];
  let [f, g, h, i, j] = [row[5]!, row[6]!, row[7]!, row[8]!, row[9]!];
  for (let x = 0; x < target.length; x++) {
    const k = row[x + SSIM_WINDOW - 1]!;
    target[x] = w0 * (a + k) + w1 * (b + j) + w2 * (c + i) + w3 * (d + h) + w4 * (e + g) + w5 * f;
    a = b;
    b = c;
    c = d;
    d = e;
    e = f;
    f = g;
    g = h;
    h = i;
    i = j;
    j = k;
  }
}

/** Σ SSIM over the window positions of one row. */
function sumOfSsim(means: Float64Array, width: number, positions: number): number {
  let sum = 0;
  for (let x = 0; x < positions; x++) {
    const [a, b] = [means[x]!, means[width + x]!];
    const product = a * b;
    const squares = a * a + b * b;
    const variances = means[2 * width + x]! - squares;
    const covariance = means[3 * width + x]! - product;
    sum += ((2 * product + C1) * (2 * covariance + C2)) / ((squares + C1) * (variances + C2));
  }
  return sum;
}

/** exp(−t² / 2σ²), normalised. */
function gaussianWeights(): Float64Array {
  const centre = (SSIM_WINDOW - 1) / 2;
  const weights = Float64Array.from({ length: SSIM_WINDOW }, (_, t) =>
    Math.exp(-((t - centre) ** 2) / (2 * WINDOW_SIGMA ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
