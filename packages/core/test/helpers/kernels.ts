/** Known kernels to test with. */
import { alignedCentre, type Kernel } from "../../src/kernel/index.js";

/** Gaussian with the covariance [[yy, yx], [yx, xx]] and its centre at (y, x), sampled and normalised. */
export function gaussian(
  size: number,
  centre: { y: number; x: number },
  { yy, yx, xx }: { yy: number; yx: number; xx: number },
): Kernel {
  const determinant = yy * xx - yx ** 2;
  const data = Float64Array.from({ length: size * size }, (_, i) => {
    const y = Math.floor(i / size) - centre.y;
    const x = (i % size) - centre.x;
    return Math.exp((-0.5 * (xx * y * y - 2 * yx * y * x + yy * x * x)) / determinant);
  });
  const sum = data.reduce((total, weight) => total + weight, 0);
  return { size, data: data.map((weight) => weight / sum) };
}

/** An aligned (6s + 1)² Gaussian for a scale factor. */
export function gaussianFor(scale: number, yy: number, yx: number, xx: number): Kernel {
  const size = 6 * scale + 1;
  const centre = alignedCentre(size, scale);
  return gaussian(size, { y: centre, x: centre }, { yy, yx, xx });
}

/** Straight motion of `length` px in direction `angle` about (y, x), one pixel wide at most: a line of point masses. */
export function motion(
  size: number,
  centre: { y: number; x: number },
  length: number,
  angle: number,
): Kernel {
  const data = new Float64Array(size * size);
  const points = 1000;
  for (let i = 0; i < points; i++) {
    const t = ((i + 0.5) / points - 0.5) * length;
    const y = centre.y + t * Math.sin(angle);
    const x = centre.x + t * Math.cos(angle);
    const [row, column] = [Math.floor(y), Math.floor(x)];
    for (const [dy, dx] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ] as const) {
      const share = (1 - Math.abs(y - row - dy)) * (1 - Math.abs(x - column - dx));
      data[(row + dy) * size + column + dx]! += share / points;
    }
  }
  return { size, data };
}

/** Σ |a − b|. */
export function l1(a: Kernel, b: Kernel): number {
  return a.data.reduce((sum, weight, i) => sum + Math.abs(weight - b.data[i]!), 0);
}

/** Distance of a centre of mass from (centre, centre). */
export function offset(point: { y: number; x: number }, centre: number): number {
  return Math.hypot(point.y - centre, point.x - centre);
}
