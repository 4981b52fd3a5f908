/** The part of an image that says what its blur mixed (found-light.ts, tone/found-tone.ts). */
import { crop, type PlanarImage, planeOf, withoutFlatBorder } from "../image/index.js";

/**
 * The middle of an image, without a frame, which is sharp.
 *
 * @param image [c, h, w]
 * @param largestSide in pixels
 * @returns [c, h, w], h and w at most `largestSide`
 */
export function decidingPart(image: PlanarImage, largestSide: number): PlanarImage {
  const whole = withoutFlatBorder(image);
  const [width, height] = [Math.min(largestSide, whole.width), Math.min(largestSide, whole.height)];
  const [x, y] = [Math.floor((whole.width - width) / 2), Math.floor((whole.height - height) / 2)];
  return crop(whole, { x, y, width, height });
}

/** Green: of colours mixed to gray the light is not that of their mixed values. Of a gray image, [1, h, w], itself. */
export function decidingPlane(part: PlanarImage): PlanarImage {
  return planeOf(part, part.channels === 3 ? 1 : 0);
}
