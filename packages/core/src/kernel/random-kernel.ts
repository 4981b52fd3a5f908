/**
 * Random anisotropic Gaussian kernels with multiplicative noise, as in the benchmark DIV2KRK (Bell-Kligler, Shocher
 * and Irani, NeurIPS 2019, section 5):
 *
 *     k[p] ∝ exp(−½ (p − μ)ᵀ Σ⁻¹ (p − μ)) · (1 + U(−0.25, 0.25)),   Σ = R(θ) diag(λ₁, λ₂) R(θ)ᵀ,
 *     λ₁, λ₂ ~ U(0.35, 5) px² and 11×11 for scale 2,   θ ~ U(0, π)
 *
 * Other scales. DIV2KRK's ×4 kernels are its ×2 kernels composed with themselves (analytic.ts, uncropped: 31×31),
 * whose covariance is Σ + 4Σ = 5Σ. The rule that continues this to any scale is Σ·(s² − 1)/3 in a frame of
 * 10(s − 1) + 1 pixels: composing the kernels of scale a and b gives that of scale a·b. (Programs that came later
 * use 0.175 s to 2.5 s and 15×15 or so for scale 3: pass `eigenvalues` and `size` for those.)
 */

import { check } from "../errors.js";
import type { Random } from "../random.js";
import { checkInteger } from "../range.js";
import { shown } from "../shown.js";
import { alignedCentre, type Kernel } from "./kernel.js";
import { centreOfMass, normaliseKernel } from "./moments.js";

/** Options of {@link randomKernel}. */
export interface RandomKernelOptions {
  /** Downscaling factor s that the kernel is for; default 2. */
  readonly scale?: number;
  /** Side length; default 10(s − 1) + 1. */
  readonly size?: number;
  /** Smallest and largest eigenvalue of the covariance, in px²; default [0.35, 5] · (s² − 1)/3. */
  readonly eigenvalues?: readonly [smallest: number, largest: number];
  /** Amplitude of the multiplicative noise, 0 to below 1; default 0.25. */
  readonly noise?: number;
}

/** Corrections of μ; each shrinks the error by the part of the mass that the frame cuts off, or more. */
const MAX_CORRECTIONS = 100;

/** How far from its place the centre of mass may end up, in pixels. */
const TOLERANCE = 1e-6;

/**
 * A random blur kernel of DIV2KRK's recipe: an anisotropic Gaussian in a random direction, each weight multiplied by
 * noise.
 *
 * Where the noise or the frame would move the centre of mass, μ makes up for it: the kernel is aligned without
 * shifting samples, which would smooth the noise.
 *
 * @returns weights ≥ 0, sum 1, centre of mass at `alignedCentre(size, scale)`, or as near as a frame allows that cuts
 *   off most of the kernel.
 * @throws KernelGanError `invalid-argument` for options out of range, such as a size whose frame does not hold the
 *   centre.
 * @example randomKernel(random(7)) // 11×11, for scale 2
 */
export function randomKernel(random: Random, options: RandomKernelOptions = {}): Kernel {
  const { scale = 2 } = options;
  checkInteger("the scale", scale, { min: 2 });
  const growth = (scale ** 2 - 1) / 3;
  const { size = 10 * (scale - 1) + 1, eigenvalues = [0.35 * growth, 5 * growth], noise = 0.25 } = options;
  check(
    Array.isArray(eigenvalues) && eigenvalues.length === 2 && eigenvalues.every(Number.isFinite),
    () => `the eigenvalues must be two numbers, the smallest and the largest, got ${shown(eigenvalues)}`,
  );
  const [smallest, largest] = eigenvalues;
  // Odd and even sizes that hold the centre with a pixel on each side.
  checkInteger(`a kernel's size for scale ${scale}`, size, { min: size % 2 === 0 ? scale + 2 : scale + 1 });
  check(
    smallest > 0 && smallest <= largest,
    () => `eigenvalues must be positive and in ascending order, got [${smallest}, ${largest}]`,
  );
  check(
    Number.isFinite(noise) && noise >= 0 && noise < 1,
    () => `the noise must lie in [0, 1), got ${shown(noise)}`,
  );

  const lambda1 = smallest + (largest - smallest) * random.uniform();
  const lambda2 = smallest + (largest - smallest) * random.uniform();
  const theta = Math.PI * random.uniform();
  const factors = Float64Array.from({ length: size * size }, () => 1 + noise * (2 * random.uniform() - 1));

  // Σ⁻¹ has the same eigenvectors and the reciprocal eigenvalues.
  const [cos, sin] = [Math.cos(theta), Math.sin(theta)];
  const inverseXX = cos ** 2 / lambda1 + sin ** 2 / lambda2;
  const inverseYY = sin ** 2 / lambda1 + cos ** 2 / lambda2;
  const inverseYX = cos * sin * (1 / lambda1 - 1 / lambda2);
  const render = (muY: number, muX: number): Kernel => {
    const data = factors.map((factor, i) => {
      const y = Math.floor(i / size) - muY;
      const x = (i % size) - muX;
      return factor * Math.exp(-0.5 * (inverseYY * y * y + 2 * inverseYX * y * x + inverseXX * x * x));
    });
    return normaliseKernel({ size, data, scale });
  };

  const target = alignedCentre(size, scale);
  let muY = target;
  let muX = target;
  let result = render(muY, muX);
  for (let i = 0; i < MAX_CORRECTIONS; i++) {
    const centre = centreOfMass(result);
    if (Math.hypot(target - centre.y, target - centre.x) < TOLERANCE) break;
    muY += target - centre.y;
    muX += target - centre.x;
    result = render(muY, muX);
  }
  return result;
}
