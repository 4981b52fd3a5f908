/** The part of an image that says what its blur mixed (found-light.ts, tone/found-tone.ts). */
import { crop, type PlanarImage, planeOf, withoutFlatBorder } from "../image/index.js";

/** Of colours mixed to gray the light is not that of their mixed values. */
const GREEN = 1;

/**
 * The middle of one channel, without a frame, which is sharp.
 *
 * @param image [1 or 3, h, w]
 * @param largestSide in pixels
 * @param channel of three; default: green
 * @returns [1, h, w], w and h at most `largestSide`
 */
export function decidingPlane(image: PlanarImage, largestSide: number, channel = GREEN): PlanarImage {
  const whole = withoutFlatBorder(image);
  const [width, height] = [Math.min(largestSide, whole.width), Math.min(largestSide, whole.height)];
  const [x, y] = [Math.floor((whole.width - width) / 2), Math.floor((whole.height - height) / 2)];
  return planeOf(crop(whole, { x, y, width, height }), image.channels === 3 ? channel : 0);
}
