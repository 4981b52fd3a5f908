/**
 * Which of a kernel and its mirror image blurred an image. Both have the same power spectrum, but only one of them
 * restores the sharp edges and flat areas that scenes have. Both restore the image at its own resolution
 * (wiener-filter.ts), and the roughness of the result x, the mean over its horizontal and vertical differences g (in
 * levels of 255)
 *
 *     R(x) = mean log(1 + g²/ℓ²),   ℓ = 3,
 *
 * is lower for the right one. The comparison is fair because both kernels are equally wide: of kernels of different
 * widths R would prefer the narrowest.
 *
 * Over few pixels the two means differ by chance: under symmetric blurs |log(R(mirror image) / R)| has a median of
 * about 0.16/√N over N pixels, and of 0.0024 over many. The difference is divided by √(1 + N₀/N), so that it means the
 * same in small images.
 *
 * Reference: A. Goldstein, R. Fattal, "Blur-Kernel Estimation from Spectral Irregularities", ECCV 2012, recover the
 * phase after the power spectrum as well, and choose among results by sparsity.
 */
import type { PlanarImage } from "../../image/index.js";
import { RESTORED_MARGIN, WienerFilter } from "../evidence/wiener-filter.js";
import type { Transfer } from "../shapes/shape.js";
import { BLUR_CONSTANTS, type BlurConstants } from "./blur-constants.js";

/** Restores one image by pairs of kernels. */
export class PhaseEvidence {
  readonly #filter: WienerFilter;
  /** 1/√(1 + N₀/N). */
  readonly #certainty: number;
  /** ℓ, values in [0, 1]. */
  readonly #level: number;

  /** @param image [1, h, w]; a part of some hundred pixels is enough */
  constructor(
    image: PlanarImage,
    {
      phaseLevel,
      phaseRegularisation,
      phasePixels,
    }: Pick<BlurConstants, "phaseLevel" | "phaseRegularisation" | "phasePixels"> = BLUR_CONSTANTS,
  ) {
    this.#filter = new WienerFilter(image, phaseRegularisation);
    this.#level = phaseLevel / 255;
    const inside = (length: number): number => Math.max(0, length - 2 * RESTORED_MARGIN);
    const pixels = inside(this.#filter.width) * inside(this.#filter.height);
    this.#certainty = Math.sqrt(pixels / (pixels + phasePixels));
  }

  /**
   * @param transfer K
   * @returns log(R(mirror image) / R(kernel)) / √(1 + N₀/N): positive if the kernel fits the image better than its
   *   mirror image
   */
  preference(transfer: Transfer): number {
    const [kept, mirrored] = this.#filter.restored(transfer);
    const [a, b] = [this.#roughness(kept), this.#roughness(mirrored)];
    return a > 0 && b > 0 ? this.#certainty * Math.log(b / a) : 0;
  }

  #roughness(x: Float32Array): number {
    const width = this.#filter.width;
    const level = this.#level;
    let sum = 0;
    for (let row = RESTORED_MARGIN; row < this.#filter.height - RESTORED_MARGIN; row++) {
      for (let i = row * width + RESTORED_MARGIN, end = (row + 1) * width - RESTORED_MARGIN; i < end; i++) {
        const across = (x[i + 1]! - x[i]!) / level;
        const down = (x[i + width]! - x[i]!) / level;
        sum += Math.log1p(across * across) + Math.log1p(down * down);
      }
    }
    return sum;
  }
}
