/** How far a kernel is from its own point reflection. */
import type { Kernel } from "./kernel.js";
import { centreOfMass } from "./moments.js";

/**
 * The share of a kernel's mass that has no counterpart on the other side of the centre,
 *
 *     ½ Σ |k(p) − k(2c − p)| / Σ |k(p)|,   c the half pixel nearest to the centre of mass for which this is least.
 *
 * @returns 0 for Gaussians, disks and straight lines, up to 1; some 0.1 to 0.5 for the bent paths of camera shake
 * @throws KernelGanError `invalid-argument` if the weights' sum is not positive.
 */
export function pointAsymmetry(kernel: Kernel): number {
  const centre = centreOfMass(kernel);
  const total = kernel.data.reduce((sum, weight) => sum + Math.abs(weight), 0);
  const around = (position: number): number[] => [Math.floor(2 * position), Math.ceil(2 * position)];
  const differences = around(centre.y).flatMap((twiceY) =>
    around(centre.x).map((twiceX) => differenceAbout(kernel, twiceY, twiceX)),
  );
  return Math.min(...differences) / (2 * total);
}

/** Σ |k(p) − k(2c − p)| over all p, those of the frame and those that are reflected out of it. */
function differenceAbout({ size, data }: Kernel, twiceY: number, twiceX: number): number {
  let difference = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [oppositeY, oppositeX] = [twiceY - y, twiceX - x];
      const isInside = oppositeY >= 0 && oppositeY < size && oppositeX >= 0 && oppositeX < size;
      const own = data[y * size + x]!;
      difference += isInside
        ? Math.abs(own - data[oppositeY * size + oppositeX]!)
        : // As far as its counterpart is from it.
          2 * Math.abs(own);
    }
  }
  return difference;
}
