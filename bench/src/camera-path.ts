/**
 * Kernels of camera shake of any span: the path of a point whose velocity is pushed at random and pulled back to the
 * middle. (The short, smooth shakes of degraded-photographs.ts are others on purpose: the weights of the confidence
 * were fitted on them.)
 */
import { type Kernel, kernel, type Random } from "@kernelgan/core";
import { centreKernel, reframe } from "../../packages/core/dist/kernel/index.js";
import { drawnKernel } from "../../packages/core/dist/spectral/shapes/draw.js";

const STEPS = 400;
/** Of the width of the line, in pixels. */
const DEVIATION = 0.55;

/**
 * A random path that spans `span` pixels of the larger image, some parts of it fast, others slow.
 *
 * Reference: G. Boracchi, A. Foi, "Modeling the performance of image restoration from motion blur", IEEE Trans. Image
 * Processing 2012.
 */
export function cameraPath(numbers: Random, span: number, scale: number): Kernel {
  const inertia = 0.9 + 0.095 * numbers.uniform();
  const pull = 0.004 * numbers.uniform();
  const points: { y: number; x: number }[] = [];
  let [y, x, dy, dx, speed] = [0, 0, numbers.normal(), numbers.normal(), 1];
  for (let i = 0; i < STEPS; i++) {
    if (i % 50 === 0) speed = 0.4 + 1.6 * numbers.uniform();
    dy = inertia * dy + (1 - inertia) * 3 * numbers.normal() - pull * y;
    dx = inertia * dx + (1 - inertia) * 3 * numbers.normal() - pull * x;
    y += speed * dy;
    x += speed * dx;
    points.push({ y, x });
  }
  const middle = (values: readonly number[]): number => (Math.min(...values) + Math.max(...values)) / 2;
  const [cy, cx] = [middle(points.map((point) => point.y)), middle(points.map((point) => point.x))];
  const reach = Math.max(...points.flatMap((point) => [Math.abs(point.y - cy), Math.abs(point.x - cx)]));
  // Drawn as one of scale 1, whose pixels are those of the larger image; then aligned for the scale.
  const size = 2 * Math.ceil(span / 2) + 7;
  const factor = span / 2 / reach;
  const drawn = drawnKernel(
    points.map((point) => ({ y: factor * (point.y - cy), x: factor * (point.x - cx) })),
    DEVIATION,
    1,
    size,
  );
  return centreKernel(reframe(kernel(size, drawn.data), size + 2), scale);
}
