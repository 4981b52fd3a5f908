/**
 * What lies beyond the borders of a picture is blurred into it, and is not known. So it is restored, too: the picture is
 * continued by as much as the kernel reaches, of which y says nothing (fast/known-part.ts), and cut out again in the
 * end. Mirrored borders in place of that are wrong by as much as the scene is not its mirror image, and ring far into
 * the picture.
 */
import { continueImage, type PlanarImage, type Rectangle } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";

/** The share of a kernel's weights that may lie further from its middle than the picture is continued. */
const BEYOND_REACH = 1e-3;

/** An image that was continued. */
export interface OpenImage {
  /** [c, h + 2 · margin, w + 2 · margin]; beyond the borders mirrored, which is where the iterations begin. */
  readonly image: PlanarImage;
  /** The pixels that are known. */
  readonly known: Rectangle;
  /** Pixels on each side. */
  readonly margin: number;
}

/** Continues an image that was degraded by a kernel at a scale, as far as what lies there was blurred into it. */
export function openBorders(image: PlanarImage, kernel: Kernel, scale: number): OpenImage {
  const margin = Math.ceil(reach(kernel) / scale);
  const { width, height } = image;
  return {
    image: continueImage(image, { x: margin, y: margin }, false),
    known: { x: margin, y: margin, width, height },
    margin,
  };
}

/** The distance from the middle, along the axes, within which a kernel has its weights. */
function reach({ size, data }: Kernel): number {
  const middle = Math.floor(size / 2);
  const rings = new Float64Array(middle + 1);
  for (const [i, weight] of data.entries()) {
    const ring = Math.max(Math.abs((i % size) - middle), Math.abs(Math.floor(i / size) - middle));
    rings[ring]! += Math.abs(weight);
  }
  const allowed = BEYOND_REACH * rings.reduce((sum, ring) => sum + ring, 0);
  let distance = middle;
  for (let beyond = rings[distance]!; distance > 0 && beyond <= allowed; beyond += rings[distance]!)
    distance--;
  return distance;
}
