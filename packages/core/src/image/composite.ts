/**
 * Transparency.
 *
 * A transparent pixel's colour is whatever the program that saved the file left there, so it must not reach an estimate.
 * Pixels are composited over the mean colour of the visible part,
 *
 *     out = α · colour + (1 − α) · Σ α·colour / Σ α
 *
 * which keeps what is visible and adds the weakest edges any single background could.
 */
import type { PlanarImage } from "./planar-image.js";

/**
 * Composites an image, in place, over its mean visible colour; over black if none of it is visible.
 *
 * @param image straight colours, not multiplied by alpha
 * @param alpha [1, h, w], 1 for opaque
 */
export function compositeOverMean(image: PlanarImage, { data: alpha }: PlanarImage): void {
  for (let c = 0; c < image.channels; c++) {
    const plane = image.data.subarray(c * alpha.length, (c + 1) * alpha.length);
    const mean = meanVisible(plane, alpha);
    for (const [i, a] of alpha.entries()) plane[i] = a * (plane[i] as number) + (1 - a) * mean;
  }
}

function meanVisible(plane: Float32Array, alpha: Float32Array): number {
  let sum = 0;
  let weight = 0;
  for (const [i, a] of alpha.entries()) {
    sum += a * (plane[i] as number);
    weight += a;
  }
  return weight > 0 ? sum / weight : 0;
}
