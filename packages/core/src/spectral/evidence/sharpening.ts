/**
 * Whether an image was sharpened after it was downscaled, as cameras, phones and image programs do, and how to undo it.
 * Unsharp masking with amount a and radius ρ,
 *
 *     y' = y + a (y − G_ρ ⋆ y),   a transfer function 1 + a (1 − exp(−2π² ρ² |f|²)),
 *
 * raises the spectrum, makes edges steeper than any downscaling does and gives them halos, which go beyond black and
 * white. The probability of it is
 *
 *     p = 1 / (1 + exp(−z)),
 *     z = w₀ + w₁ E + w₂ log(a + 0.1) + Σ_q w_q log slope_q + w₆ overshoot + w₇ log(0.001 + b),
 *
 * E the loss of the best resampling filter less that of the sharpened one with the best a, slopes and overshoot those
 * of edge-profiles.ts, b the share of pixels that are clearly beyond the range (range-evidence.ts). The weights are a
 * logistic regression by `npm run bench:fit-confidence`.
 *
 * Sharpening is undone by using the kernel that made the image: bicubic, then sharpened. Not all of a is undone, since
 * too much blurs the result. Where sharpening is likely but not certain, only a little is undone: that helps if the
 * image was sharpened, and costs little if not.
 */
import { bicubicKernel, type Kernel } from "../../kernel/index.js";
import { logistic } from "../../math/logistic.js";
import { minimise } from "../../math/minimise.js";
import { bicubicPower } from "../shapes/bicubic.js";
import { pointwise } from "../shapes/shape.js";
import type { BlurEvidence } from "./blur-evidence.js";

/** ρ in pixels of the image: a usual value. It is not fitted, as the data hardly tell it apart from a. */
const RADIUS = 1.2;
/** Range of a, and where its search starts. */
const MIN_AMOUNT = 0.05;
const MAX_AMOUNT = 4;
const FIRST_AMOUNT = 0.6;
/**
 * What counts as halos: a median overshoot of the edges that no resampling filter makes, or a smaller one together with
 * this share of pixels that are clearly beyond black and white. The perfect steps of drawings, screenshots and stripes
 * are as steep and also go beyond black and white, but have no overshoot.
 */
const HALOS = [
  { overshoot: 0.15, beyond: 0 },
  { overshoot: 0.1, beyond: 0.01 },
  { overshoot: 0.05, beyond: 0.05 },
] as const;
/**
 * Weaker halos also count, if p is large and the spectrum prefers sharpening over every resampling filter; the latter
 * because Lanczos' filter makes halos, too. These limits and those above were chosen on 155 pictures (48 photographs of
 * BSD68 and Urban100, 53 of the npm packages now-ui-kit, paper-kit-2, material-kit, blk-design-system and
 * startbootstrap-*, 54 of Debian's wallpapers, many of them drawings). Sharpened by 150%, 108 are recognised, by 80% 59
 * (without weaker halos 100 and 50). Not sharpened, but shrunk by bicubic or Lanczos, with noise or grain, or
 * compressed, in nine ways, at most three drawings are mistaken for sharpened (without, two). `npm run bench:accuracy
 * -- --data PATH --kinds bicubic,lanczos,sharpened` prints what it brings and costs.
 */
const WEAK_HALOS = { overshoot: 0.05, beyond: 0.005, probability: 0.9, evidence: 2 } as const;
/**
 * An image with a greater flatness (flatness.ts) is a page or a drawing, whose thin lines and letters look like halos.
 * Of 221 drawings, screens, maps and textures, 58 to 83% of those that would be mistaken for sharpened exceed it
 * (depending on whether noisy and compressed ones are counted), of sharpened photographs 2%.
 * `npm run bench:accuracy -- --data PATH --kinds bicubic,sharpened` prints what it brings and costs.
 */
export const MAX_FLATNESS = 0.4;
/**
 * The same limit for the background (background.ts), which noise does not hide. 18 pages and drawings with noise and
 * grain that would be mistaken for sharpened have 0.77 or more; of 59 others, three have less. Sharpened photographs of
 * things on a table have up to 0.69.
 */
export const MAX_BACKGROUND = 0.7;
/**
 * Stronger noise than this, in gray levels of 255, makes edges steep, with halos beyond black and white, by itself. The
 * spectrum, from which white noise is subtracted, must then show at least this amount. Of 48 photographs (34 of BSD68,
 * 14 of Urban100), whole and shrunk, with white noise of 20 levels, 49 of 96 would be mistaken for sharpened; with
 * these limits 9 are. Of 24 that were sharpened before such noise was added, 17 are still recognised (22 without the
 * limits), and with noise of 14 levels all that were. Photographs that were only shrunk and sharpened have less noise.
 */
const MUCH_NOISE = 15;
const MIN_AMOUNT_IN_NOISE = 0.8;
/** Added to b, so that its logarithm stays finite. */
const NONE_BEYOND = 0.001;
/** w₀ to w₇. */
const WEIGHTS = [8.264, 0.317, 0.685, -5.404, 3.412, 3.109, 6.684, 2.076] as const;
/**
 * The least p, and the least evidence E, with which sharpening is undone. E, because a picture of much contrast that
 * was shrunk by Lanczos' filter has steep edges and halos, too, but a spectrum that speaks against sharpening. These
 * and the next constant were chosen on 48 photographs of BSD68 and Urban100, of at most 480 pixels, and 53 of the npm
 * packages above, and tested on 60 others (of the npm packages soft-ui-*, material-dashboard, argon-* and others of
 * docs/accuracy.md), shrunk by bicubic or Lanczos, and sharpened by 150% or 80%. `npm run bench:accuracy -- --data PATH
 * --kinds bicubic,lanczos,sharpened` prints what it brings and costs.
 */
const LIKELY = 0.5;
const MIN_EVIDENCE = -1.5;
/**
 * The least p with which it is certain. The small picture that is left at ×3 and ×4 has few edges, and the texture beside
 * them looks like halos: of 24 photographs of BSD68 and Urban100, shrunk by bicubic, a box or Lanczos's filter, ten of
 * 144 would be mistaken for sharpened and lose up to 1.5 dB, eight of them with a p of 0.53 to 0.78. Of 24 others that
 * were sharpened by 150% after that, four of 48 have less than 0.8. At ×2 it costs four of 34 that were sharpened by 80%.
 * `npm run bench:accuracy -- --data PATH --scale 4 --kinds bicubic,box,lanczos,sharpened` prints what it brings and
 * costs.
 */
const CERTAIN = 0.8;
/**
 * The amount that is undone where sharpening is likely but not certain. With 0.125, one of 24 of the 48 photographs,
 * whole and only shrunk, loses 0.60 dB; with this it loses 0.34.
 */
const LITTLE = 0.08;
/** The amount that is undone is the geometric mean of a and this usual one. */
const USUAL_AMOUNT = 0.8;

/** How an image was sharpened. */
export interface Sharpening {
  /** The amount to undo. */
  readonly amount: number;
  readonly isCertain: boolean;
}

/** The best a, with its evidence E. */
function fitSharpening({ loss, sharpLoss }: BlurEvidence): { amount: number; evidence: number } {
  const decay = -2 * Math.PI ** 2 * RADIUS ** 2;
  const distance = (amount: number): number =>
    loss.distance(
      pointwise((y, x) => bicubicPower(y, x) * (1 + amount * (1 - Math.exp(decay * (y * y + x * x)))) ** 2),
    );
  const [low, high] = [Math.log(MIN_AMOUNT), Math.log(MAX_AMOUNT)];
  const { point, value } = minimise(
    ([logAmount]) => distance(Math.exp(Math.min(high, Math.max(low, logAmount!)))),
    [Math.log(FIRST_AMOUNT)],
    0.5,
    15,
  );
  return { amount: Math.exp(Math.min(high, Math.max(low, point[0]!))), evidence: sharpLoss - value };
}

/** The terms of z, beginning with 1; undefined where there are too few edges. */
export function sharpeningTerms(
  image: BlurEvidence,
): { terms: number[]; amount: number; evidence: number } | undefined {
  if (!image.edges) return undefined;
  const { amount, evidence } = fitSharpening(image);
  const { slopes, overshoot } = image.edges;
  const beyond = Math.log(NONE_BEYOND + image.range.clearlyBeyond);
  return {
    terms: [1, evidence, Math.log(amount + 0.1), ...slopes.map(Math.log), overshoot, beyond],
    amount,
    evidence,
  };
}

/** Whether an image was sharpened, and how much of that to take back; undefined if it was not. */
export function findSharpening(image: BlurEvidence): Sharpening | undefined {
  const isPage = image.flatness > MAX_FLATNESS || image.background > MAX_BACKGROUND;
  const found = isPage ? undefined : sharpeningTerms(image);
  if (!found) return undefined;
  const { terms, amount, evidence } = found;
  // Noise makes edges steep and gives them halos, but does not raise the spectrum.
  if (255 * image.spectrum.noise > MUCH_NOISE && amount <= MIN_AMOUNT_IN_NOISE) return undefined;
  const probability = logistic(WEIGHTS, terms);
  if (probability < LIKELY) return undefined;
  const isCertain =
    probability >= CERTAIN && evidence >= MIN_EVIDENCE && hasHalos(image, probability, evidence);
  return { amount: isCertain ? Math.sqrt(amount * USUAL_AMOUNT) : LITTLE, isCertain };
}

function hasHalos(
  { edges, range: { clearlyBeyond } }: BlurEvidence,
  probability: number,
  evidence: number,
): boolean {
  const found = edges?.overshoot ?? 0;
  const isBeyond = (least: { overshoot: number; beyond: number }): boolean =>
    found > least.overshoot && clearlyBeyond >= least.beyond;
  const isClear = probability >= WEAK_HALOS.probability && evidence >= WEAK_HALOS.evidence;
  return HALOS.some(isBeyond) || (isClear && isBeyond(WEAK_HALOS));
}

/**
 * Bicubic downscaling by s and then unsharp masking, as one kernel.
 *
 * @param amount that is taken back
 * @returns 2s·⌈3ρ⌉ pixels wider than the bicubic kernel, aligned, sum 1; some weights are negative
 */
export function sharpenedKernel(amount: number, scale: number): Kernel {
  const bicubic = bicubicKernel(scale);
  const reach = Math.ceil(3 * RADIUS);
  const taps = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-0.5 * ((i - reach) / RADIUS) ** 2));
  const sum = taps.reduce((a, b) => a + b, 0);
  const size = bicubic.size + 2 * scale * reach;
  const data = new Float64Array(size * size);
  for (const [i, vertical] of taps.entries()) {
    for (const [j, horizontal] of taps.entries()) {
      const own = i === reach && j === reach ? 1 + amount : 0;
      const weight = own - (amount * vertical * horizontal) / sum ** 2;
      for (let y = 0; y < bicubic.size; y++) {
        for (let x = 0; x < bicubic.size; x++) {
          data[(y + scale * i) * size + x + scale * j]! += weight * bicubic.data[y * bicubic.size + x]!;
        }
      }
    }
  }
  return { size, data };
}
