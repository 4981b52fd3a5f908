/**
 * Kernels of larger scale factors from a smaller one (KernelGAN, supplementary material). Downscaling by a with k₁ and
 * then by b with k₂ is downscaling by a·b with
 *
 *     k[w] = Σ_{u + a·v = w} k₁[u] · k₂[v],   i.e.  k = k₁ * (k₂ dilated by a)
 *
 * Sizes: n₁ + a(n₂ − 1); for k₄ = k₂ * (k₂ dilated by 2) 3n − 2, so 13 → 37, of which the method keeps the middle:
 * half a kernel is cropped on each side, 37 → 25. For ×8: 13 + 2 · 36 = 85 → 49; in general (s/2)(n − 1) + 1.
 *
 * Origins: with c = ⌊n/2⌋, y[j] = Σ_v k₂[v] Σ_u k₁[u] · x[a(b·j + v − c₂) + u − c₁], so weight w multiplies
 * x[ab·j + w − (c₁ + a·c₂)]. For odd sizes that origin is the middle of the new kernel, and cropping both sides
 * alike keeps it there. (Even sizes get a row and a column of zeros first.)
 *
 * Alignment: centres of mass add up, (c₁ + (a−1)/2) + a(c₂ + (b−1)/2) = (c₁ + a·c₂) + (ab − 1)/2: composing aligned
 * kernels gives an aligned kernel.
 */

import { check } from "../errors.js";
import { checkInteger } from "../range.js";
import { shown } from "../shown.js";
import { centreKernel } from "./centre.js";
import { oddFrame, reframe } from "./frame.js";
import { type Kernel, notesOf } from "./kernel.js";
import { normaliseKernel } from "./moments.js";

/**
 * The one kernel that does what downscaling by `firstScale` with `first` and then downscaling with `second` do, as
 * large as it takes: n₁ + a(n₂ − 1). Exact away from the borders, where mirroring twice differs from mirroring once.
 *
 * @throws KernelGanError `invalid-argument` if `firstScale` is not a positive integer.
 */
export function composeKernels(first: Kernel, firstScale: number, second: Kernel): Kernel {
  checkInteger("the scale", firstScale, { min: 1 });
  const inner = oddFrame(first);
  const outer = oddFrame(second);
  const size = inner.size + firstScale * (outer.size - 1);
  const data = new Float64Array(size * size);
  for (let vy = 0; vy < outer.size; vy++) {
    for (let vx = 0; vx < outer.size; vx++) {
      const weight = outer.data[vy * outer.size + vx]!;
      if (weight === 0) continue;
      for (let uy = 0; uy < inner.size; uy++) {
        const target = (uy + firstScale * vy) * size + firstScale * vx;
        for (let ux = 0; ux < inner.size; ux++) {
          data[target + ux]! += weight * inner.data[uy * inner.size + ux]!;
        }
      }
    }
  }
  return { size, data };
}

/** Options of {@link analyticKernel}. */
export interface AnalyticOptions {
  /** Keep only the middle, (s/2)(n − 1) + 1 pixels, as the method does; default true. */
  readonly crop?: boolean;
}

/**
 * The kernel for scale 4, 8, … from the kernel for scale 2: k₄ = k₂ * (k₂ dilated by 2), k₈ = k₂ * (k₄ dilated by
 * 2), …, cropped (once, at the end), normalised to sum 1 and centred again: cropping a kernel that reaches the border
 * of its frame moves its centre of mass (for random kernels by up to 0.1 px at scale 4 and 0.45 px at scale 8).
 *
 * @param kernel aligned kernel for scale 2, of n×n (13×13 in the paper).
 * @param scale 4, 8, 16, …
 * @returns aligned kernel of (s/2)(n − 1) + 1 pixels, trusted as the one given: 13 → 25 for scale 4, 49 for scale 8.
 *   Uncropped it is the exact composition, as well aligned as the kernel given.
 * @throws KernelGanError `invalid-argument` for other scales, or if the weights do not sum to a positive number.
 */
export function analyticKernel(kernel: Kernel, scale: number, options: AnalyticOptions = {}): Kernel {
  const { crop = true } = options;
  const doublings = Math.log2(scale);
  check(
    Number.isInteger(doublings) && doublings >= 2,
    () => `analytic kernels exist for scale 4, 8, 16, …, got ${shown(scale)}`,
  );
  const base = oddFrame(kernel);
  let result = base;
  for (let i = 1; i < doublings; i++) result = composeKernels(base, 2, result);
  const made = crop
    ? centreKernel(reframe(result, (scale / 2) * (base.size - 1) + 1), scale)
    : normaliseKernel(result);
  return { ...made, scale, ...notesOf(kernel) };
}
