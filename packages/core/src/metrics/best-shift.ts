/**
 * How far one image is moved against another. Programs differ in which pixel of the original a low-resolution pixel
 * stands for (kernel/convention.ts), and a kernel that is found blindly is known up to a shift only, which then is one
 * of the image. PSNR at the same place tells the two apart by many dB; so the literature compares up to a shift (Levin,
 * Weiss, Durand and Freeman, "Understanding and evaluating blind deconvolution algorithms", CVPR 2009).
 *
 * Only whole pixels: an image that is moved by a part of a pixel has been interpolated, which changes its sharpness.
 */
import type { PlanarImage } from "../image/planar-image.js";
import { comparedArea, rowInArea, squaredDistance } from "./compared-area.js";

/** A displacement in whole pixels: x to the right, y downwards. */
export interface ImageShift {
  readonly x: number;
  readonly y: number;
}

/**
 * The shift (x, y), each at most `reach`, for which `a[· + (x, y)]` comes closest to `b` in the mean square. Every
 * shift is judged by the same pixels of b, those further than `border + reach` from its sides. Of equal ones the
 * shortest.
 *
 * @param a [1 or 3, h, w]
 * @param b The same size.
 * @param reach Largest shift in each direction, a whole number of pixels.
 * @throws KernelGanError `invalid-argument` if the sizes differ; `image-too-small` if border and reach leave nothing.
 */
export function bestShift(a: PlanarImage, b: PlanarImage, border: number, reach: number): ImageShift {
  const area = comparedArea(a, b, { border: border + reach }, 1);
  const distanceAt = ({ x, y }: ImageShift): number => {
    const moved = { ...area, x: area.x + x, y: area.y + y };
    let sum = 0;
    for (let c = 0; c < area.channels; c++) {
      for (let row = 0; row < area.height; row++) {
        sum += squaredDistance(rowInArea(a, moved, c, row), rowInArea(b, area, c, row));
      }
    }
    return sum;
  };
  let best = { x: 0, y: 0 };
  let least = Number.POSITIVE_INFINITY;
  for (const shift of shortestFirst(reach)) {
    const distance = distanceAt(shift);
    if (distance < least) [best, least] = [shift, distance];
  }
  return best;
}

function shortestFirst(reach: number): ImageShift[] {
  const side = 2 * reach + 1;
  return Array.from({ length: side * side }, (_, i) => ({
    x: (i % side) - reach,
    y: Math.floor(i / side) - reach,
  })).sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y));
}
