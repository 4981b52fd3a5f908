/** A camera shake with a path of its own: a stroke that ends in a hook. */
import { centreKernel, type Kernel } from "../../src/kernel/index.js";
import { drawnKernel, type PathPoint } from "../../src/spectral/shapes/draw.js";

const POINTS = 200;

/** @param reach from the middle, in pixels of the larger image; the path spans about twice as many */
export function cameraPath(reach: number, scale: number): Kernel {
  const points = Array.from({ length: POINTS }, (_, i): PathPoint => {
    const t = i / (POINTS - 1);
    const angle = 0.4 + 3.4 * Math.max(0, t - 0.45);
    return { y: reach * (1.6 * t * Math.sin(angle) - 0.5), x: reach * (1.9 * t * Math.cos(angle) - 0.6) };
  });
  const drawn = drawnKernel(points, 0.55, 1, 2 * Math.ceil(reach) + 9);
  return centreKernel(drawn, scale);
}
