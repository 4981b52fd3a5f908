/** Cut-outs: pictures of which a part is visible. */
import { type PlanarImage, planarImage, type StraightImage } from "../../src/image/index.js";

/** How opaque a pixel is, 0 to 1, at a place from −1 to 1 along both axes. */
export type Shape = (x: number, y: number) => number;

/** An ellipse with a hard edge, which does not touch the borders. */
export const DISK: Shape = (x, y) => (Math.hypot(x, y) < 0.9 ? 1 : 0);

/** @param hidden the colour of invisible pixels */
export function cutOut(
  source: PlanarImage,
  shape: Shape,
  hidden: number,
): StraightImage & { alpha: PlanarImage } {
  const { width, height } = source;
  const alpha = planarImage(width, height, 1);
  alpha.data.forEach((_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    alpha.data[i] = shape((2 * x + 1) / width - 1, (2 * y + 1) / height - 1);
  });
  const image = {
    ...source,
    data: source.data.map((value, i) => (alpha.data[i % alpha.data.length] === 0 ? hidden : value)),
  };
  return { image, alpha };
}

/** Root mean square difference of two gray images over what is visible at most `distance` pixels from what is not. */
export function visibleRms(
  a: PlanarImage,
  b: PlanarImage,
  { width, data }: PlanarImage,
  distance: number,
): number {
  let [sum, weight] = [0, 0];
  data.forEach((alpha, i) => {
    const isNear = [-distance, distance].some((by) => data[i + by]! < 0.5 || data[i + by * width]! < 0.5);
    if (alpha < 0.5 || !isNear) return;
    sum += (a.data[i]! - b.data[i]!) ** 2;
    weight++;
  });
  return Math.sqrt(sum / weight);
}
