/**
 * How far a kernel can be trusted: about which share of the gain that the true kernel brings over the bicubic one it will
 * bring, on average over images like this one, in [0, 1].
 *
 *     c = (1 − t) · min(1, side/48) · clamp(−0.8 + 0.9 min(1, p/1.2 dB) + 0.7 a − 1.4 max(0, ℓ − 0.3))
 *
 * from the fits (fit-shapes.ts): p, the gain that would be possible if one of them were true; a, the share of it that the mean
 * of all brings, which falls when the fits contradict each other (both by expected-gain.ts); ℓ, the least loss, at most 0.6.
 * t is the share of the bicubic kernel under noise and JPEG (degradation.ts), side that of small images
 * (image-limitations.ts). How well c predicts the share: docs/accuracy.md.
 */
import { expectedGain } from "./expected-gain.js";
import { fitKernel, meanKernel, type WeightedFit } from "./fit-shapes.js";

/** p of a gain that is as good as any larger one, in dB. */
const SATURATED_GAIN = 1.2;
/** ℓ below which a fit is good, and above which it is no worse. */
const GOOD_LOSS = 0.3;
const MAX_LOSS = 0.6;
/** The weights of the formula. */
const BASE = -0.8;
const GAIN_WEIGHT = 0.9;
const AGREEMENT_WEIGHT = 0.7;
const LOSS_WEIGHT = 1.4;
/** The scale that kernels are compared at. */
const SCALE = 2;

/** c of the mean of the fits, for a large and clean image. */
export function fitConfidence(fits: readonly WeightedFit[]): number {
  const truths = fits.map((fit) => fitKernel(fit, SCALE));
  const weights = fits.map(({ weight }) => weight);
  const { gain, possible } = expectedGain(meanKernel(fits, SCALE), truths, weights, SCALE);
  const loss = Math.min(MAX_LOSS, ...fits.map((fit) => fit.loss));
  const agreement = possible > 0 ? Math.min(1, Math.max(0, gain / possible)) : 0;
  const confidence =
    BASE +
    GAIN_WEIGHT * Math.min(1, possible / SATURATED_GAIN) +
    AGREEMENT_WEIGHT * agreement -
    LOSS_WEIGHT * Math.max(0, loss - GOOD_LOSS);
  return Math.min(1, Math.max(0, confidence));
}
