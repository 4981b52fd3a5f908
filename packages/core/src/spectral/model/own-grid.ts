/**
 * Blur at scale 1: y = x ⋆ k with k on the image's own grid. Nothing is aliased after the blur; x itself is a scene as
 * images without a blur have it, taken through the bicubic filter B and sampled,
 *
 *     S(f) = A |K(f)|² Σ_m |f + m|^−α |B(f + m)|² + ν,   K of period 1.
 *
 * the model of spectrum-model.ts, with the window of windowed-power.ts: an image as sharp as its grid allows has K = 1.
 */
import { alignedCentre, centreKernel, type Kernel } from "../../kernel/index.js";
import { lanczos } from "../../math/sinc.js";
import { bicubicPower } from "../shapes/bicubic.js";
import { shapeKernelSize } from "../shapes/draw.js";

/** Parts of a pixel that a kernel is drawn with before it is taken to the image's grid. */
const FINE_SCALE = 4;

/**
 * The power spectrum of noise that was white before bicubic interpolation shrank it with its image, over that at f = 0:
 * |B|² and its nearest repetitions.
 */
export function filteredNoise(y: number, x: number): number {
  const alongAxis = (f: number): number => bicubicPower(f, 0) + bicubicPower(1 - Math.abs(f), 0);
  return alongAxis(y) * alongAxis(x);
}

/**
 * A kernel for scale 1. It is drawn finer than the image's pixels; what is finer than these is filtered out (Lanczos,
 * which leaves the rest as it is), so that a path or an edge between the pixels has its place.
 *
 * @param draw draws the aligned kernel for a scale factor in a frame of some size
 * @param size of the result; odd
 * @returns aligned for scale 1, sum 1; weights may be a little negative
 */
export function drawOnOwnGrid(
  draw: (scale: number, size: number) => Kernel,
  size = shapeKernelSize(1),
): Kernel {
  const fine = draw(FINE_SCALE, FINE_SCALE * (size - 1) + 1);
  const middle = Math.floor(size / 2);
  const centre = alignedCentre(fine.size, FINE_SCALE);
  const weights = Float64Array.from({ length: size * fine.size }, (_, at) => {
    const [i, j] = [Math.floor(at / fine.size), at % fine.size];
    return lanczos(i - middle - (j - centre) / FINE_SCALE);
  });
  const data = new Float64Array(size * size);
  const row = new Float64Array(fine.size);
  for (let y = 0; y < size; y++) {
    row.fill(0);
    for (let j = 0; j < fine.size; j++) {
      const weight = weights[y * fine.size + j]!;
      if (weight === 0) continue;
      for (let x = 0; x < fine.size; x++) row[x]! += weight * fine.data[j * fine.size + x]!;
    }
    for (let x = 0; x < size; x++) {
      for (let j = 0; j < fine.size; j++) data[y * size + x]! += weights[x * fine.size + j]! * row[j]!;
    }
  }
  return centreKernel({ size, data }, 1);
}
