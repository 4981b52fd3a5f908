/**
 * How other programs hold the same kernel. All of them blur and then take every s-th pixel, from the first one on; they
 * differ in what blurring means and in where they put the kernel's centre of mass. Along each axis, with c = ⌊n/2⌋ and
 * k of odd size n:
 *
 *     aligned   y[i] = Σ_u k[u] · x[s·i + (u − c)]   centre c + (s − 1)/2   pixel i at s·i + (s − 1)/2
 *     kair      y[i] = Σ_u k[u] · x[s·i − (u − c)]   centre c − (s − 1)/2   pixel i at s·i + (s − 1)/2
 *     fkp       y[i] = Σ_u k[u] · x[s·i + (u − c)]   centre c − (s − 1)/2   pixel i at s·i − (s − 1)/2
 *
 * - **aligned**: this project, KernelGAN's authors and DIV2KRK (`scipy.ndimage.correlate`); the pixel is the middle of
 *   its s×s block.
 * - **kair**: KAIR and what is built on it, USRNet and DPIR (`scipy.ndimage.convolve` in `classical_degradation`,
 *   utils_sisr.py). Convolution turns the kernel by 180°, so the same low-resolution image has
 *
 *       k_kair[c + t] = k[c − t]
 *
 * - **fkp**: FKP and DIP-FKP (Liang et al., CVPR 2021; `F.conv2d`, which is correlation, in prepare_dataset.py). Their
 *   low-resolution image is that of an original which is moved by s − 1 pixels to the right and downwards:
 *
 *       k_fkp[u] = k[u + s − 1]
 *
 *   and with k the original is restored where it was moved to (`evaluateImage` with `upToShift` allows for that).
 *
 * A kernel that is its own mirror image, like a Gaussian, is the same file in the last two: their authors take one for
 * the other. Of a motion or a camera shake they differ.
 */
import { check } from "../errors.js";
import { checkInteger } from "../range.js";
import { oddFrame, reframe } from "./frame.js";
import type { Kernel } from "./kernel.js";

/** The values of {@link KernelConvention}. */
export const KERNEL_CONVENTIONS = ["aligned", "kair", "fkp"] as const;

/**
 * Whose convention a kernel follows: `aligned` is that of this project, KernelGAN and DIV2KRK; `kair` that of KAIR and
 * USRNet, which convolve (turned by 180°); `fkp` that of FKP and DIP-FKP (moved by s − 1 pixels).
 */
export type KernelConvention = (typeof KERNEL_CONVENTIONS)[number];

/**
 * An aligned kernel as other programs hold it, with every weight as it was. `fkp` enlarges the frame if it has to.
 *
 * @param scale downscaling factor s that the kernel is for; only `fkp` depends on it.
 * @throws KernelGanError `invalid-argument` if the scale is missing, no positive integer, or too large for a kernel's
 *   frame.
 * @example toConvention(estimate.kernel, "kair") // for scipy.ndimage.convolve(x, k)[::2, ::2]
 */
export function toConvention(kernel: Kernel, convention: KernelConvention, scale?: number): Kernel {
  if (convention === "aligned") return kernel;
  return convention === "kair" ? turned(kernel) : moved(kernel, -shiftOfFkp(scale));
}

/**
 * The aligned kernel of one that another program holds: undoes {@link toConvention}, but for zeros round it.
 *
 * @param scale downscaling factor s that the kernel is for; only `fkp` depends on it.
 * @throws KernelGanError `invalid-argument` if the scale is missing, no positive integer, or too large for a kernel's
 *   frame.
 */
export function fromConvention(kernel: Kernel, convention: KernelConvention, scale?: number): Kernel {
  if (convention === "aligned") return kernel;
  return convention === "kair" ? turned(kernel) : moved(kernel, shiftOfFkp(scale));
}

function shiftOfFkp(scale: number | undefined): number {
  check(
    scale !== undefined,
    () => "a kernel in FKP's convention is moved by its scale - 1 pixels; say which scale it is for",
  );
  checkInteger("the scale", scale, { min: 1 });
  return scale - 1;
}

/** Turned by 180° about its origin, which is the middle of an odd frame. */
function turned(kernel: Kernel): Kernel {
  const framed = oddFrame(kernel);
  return { ...framed, data: framed.data.toReversed() };
}

/**
 * Moved downwards and to the right by a whole number of pixels, in a frame of the same size if that holds all of it.
 */
function moved(kernel: Kernel, by: number): Kernel {
  const framed = oddFrame(kernel);
  const { size, data } = framed;
  const origin = (size - 1) / 2;
  const reachOf = (index: number): number => Math.abs(index - origin + by);
  let reach = origin;
  for (const [i, weight] of data.entries()) {
    if (weight !== 0) reach = Math.max(reach, reachOf(Math.floor(i / size)), reachOf(i % size));
  }
  const result = reframe(framed, 2 * reach + 1);
  const shifted = new Float64Array(result.data.length);
  for (const [i, weight] of result.data.entries()) {
    if (weight !== 0) shifted[i + by * (result.size + 1)] = weight;
  }
  return { ...result, data: shifted };
}
