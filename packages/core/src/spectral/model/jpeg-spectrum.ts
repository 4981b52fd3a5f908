/**
 * What JPEG's error makes of the spectrum of an image on its own grid (scale 1), where the zeros of a blur lie in the
 * band: they are filled, and their slopes are less steep than the model's. To a prior that knows of scenes only, a
 * Gaussian of twice a disk's variance then explains them better. So the model says two things of the error, whose rms
 * is J:
 *
 * 1. Its power is not white. JPEG rounds to 0 what is weak, and adds nothing there; its error is where the image is.
 *    `npm run bench:fit-wide -- PATH… --only compressed` prints by how much JPEG raises S where the image sinks below
 *    the error: by 1.2 J² (quality 95) to 2.7 J² (85) at 0.125 cycles per pixel, and by 0.2 J² at 0.46. Hence
 *
 *        ν(f) = q J² (|f| / f₀)^−p,   q = ¼, f₀ = 0.39 cycles per pixel, p = 2.2.
 *
 *    An image that was shrunk by m (blur-level.ts) has ν(f/m) / m², as filteredNoise of own-grid.ts leaves it. Were it
 *    left out, Gaussians of variance 18 would come out with 8 to 12 there (quality 85).
 *
 * 2. It is uncertain: from image to image, these differences have a deviation of 0.25 to 0.5. To the prior's variances
 *    (scene-prior.ts) are added
 *
 *        v(r) = τ² min(1, J² / S(r))⁴,
 *
 *    S(r) the geometric mean of band r over the directions. The fourth power, because a band where the error is half as
 *    strong as the image still says nearly all that it would without.
 *
 * At scale factors above 1 neither helps with blur that is found at the image's own size, where the band holds no zeros
 * (docs/experiments.md, "JPEG and the zeros of a disk").
 */
import { ANGLES, RADII } from "../spectrum/polar-cells.js";
import type { PolarSpectrum } from "../spectrum/polar-spectrum.js";

/** f₀ and p. */
const MIDDLE = 0.39;
const SLOPE = 2.2;

/**
 * ν(f/m) / (q J²).
 *
 * @param y, x frequency in cycles per pixel of the image as it is, not both 0
 * @param shrunkBy m
 */
export function jpegNoiseShape(y: number, x: number, shrunkBy = 1): number {
  return (Math.hypot(y, x) / shrunkBy / MIDDLE) ** -SLOPE;
}

/**
 * v(r).
 *
 * @param error J², values in [0, 1]; of an image that was shrunk by m, J²/m²
 * @param deviation τ
 * @returns RADII variances of log S
 */
export function jpegUncertainty(
  { logPower }: Pick<PolarSpectrum, "logPower">,
  error: number,
  deviation: number,
): number[] {
  return Array.from({ length: RADII }, (_, band) => {
    let sum = 0;
    for (let direction = 0; direction < ANGLES; direction++) sum += logPower[direction * RADII + band]!;
    const share = Math.min(1, error / Math.exp(sum / ANGLES));
    return deviation ** 2 * share ** 4;
  });
}
