/** Checks of alpha beside an image. */
import { check } from "../errors.js";
import type { PlanarImage } from "../image/index.js";
import { checkImage, checkSamples } from "./checks.js";

/**
 * Alpha of an image, whatever its values.
 *
 * @throws KernelGanError `invalid-argument` if it is no image of one channel and of that size
 */
export function checkAlpha(alpha: PlanarImage, source: PlanarImage): void {
  checkImage(alpha, [1], "alpha");
  check(
    alpha.width === source.width && alpha.height === source.height,
    () =>
      `alpha must have the size of the image, ${source.width}×${source.height}, got ${alpha.width}×${alpha.height}`,
  );
}

/**
 * Alpha among the options of a long call, with values in [0, 1].
 *
 * @throws KernelGanError `invalid-argument`, `invalid-input`
 */
export function checkTransparency(
  options: { alpha?: PlanarImage | undefined } | undefined,
  source: PlanarImage,
): void {
  const alpha = options?.alpha;
  if (alpha === undefined) return;
  checkAlpha(alpha, source);
  checkSamples(alpha, "alpha");
}
