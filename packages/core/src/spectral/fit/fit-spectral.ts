/**
 * The method `spectral`: the Gaussian that explains the image's spectrum across scales, in closed form, in
 * milliseconds, without random numbers. The equations: spectral-ratio.ts and fit-gaussian.ts; in short,
 *
 *     log S(f) − log S(f/2) = c − ¾ (2π)² fᵀ (Σ/s²) f,   by least squares over 0.08 ≤ |f| ≤ 0.4,
 *
 * with S the power spectrum of the image and Σ the covariance of the kernel in high-resolution pixels.
 */
import { type PlanarImage, toGrayWithPauses } from "../../image/index.js";
import type { Kernel } from "../../kernel/index.js";
import { noPause, type Pause } from "../../pause.js";
import { drawOnOwnGrid } from "../model/own-grid.js";
import { bicubicPower } from "../shapes/bicubic.js";
import { shapeKernelSize } from "../shapes/draw.js";
import { gaussianKernel } from "../shapes/gaussian.js";
import { type RatioSample, spectralRatio } from "../spectrum/spectral-ratio.js";
import { fitGaussian } from "./fit-gaussian.js";

/** Half the side of a wide kernel, in standard deviations. */
const REACH = 4;

/**
 * The Gaussian of one image, drawn for a scale factor: (6s + 1)², at least 13×13, or larger where the blur is wide;
 * aligned, sum 1.
 *
 * @param scale downscaling factor s, an integer of at least 2, or 1 if the fit is one on the image's own grid.
 */
export type SpectralFit = (scale: number) => Kernel;

/**
 * Finds the closed-form Gaussian of an image, once for all scales.
 *
 * @param image [1 or 3, h, w], values in [0, 1], at least 32×32.
 * @param how.shrunkBy m, if the image is one that was shrunk by m: kernels are those of the image itself
 * @param how.ownGrid whether the blur to find is that of scale 1 (own-grid.ts)
 * @param how.pause awaited between pieces of work of some milliseconds; may throw
 * @throws KernelGanError `image-too-small`, `image-flat`
 * @example const kernelOf = await fitSpectral(image); [2, 4].map(kernelOf)
 */
export async function fitSpectral(
  image: PlanarImage,
  {
    ownGrid = false,
    shrunkBy = 1,
    pause = noPause,
  }: { ownGrid?: boolean; shrunkBy?: number; pause?: Pause } = {},
): Promise<SpectralFit> {
  const samples = await spectralRatio(await toGrayWithPauses(image, pause), { pause });
  const { covariance } = fitGaussian(ownGrid ? samples.map(withoutFilter) : samples);
  const area = shrunkBy ** 2;
  const [yy, yx, xx] = [area * covariance.yy, area * covariance.yx, area * covariance.xx];
  return (scale) => {
    const reach = Math.ceil(REACH * scale * Math.sqrt(Math.max(yy, xx)));
    const size = shrunkBy > 1 ? Math.max(shapeKernelSize(scale), 2 * reach + 1) : shapeKernelSize(scale);
    const own = { yy, yx, xx };
    return scale === 1
      ? drawOnOwnGrid((fine, fineSize) => gaussianKernel(own, fine, fineSize), size)
      : gaussianKernel(own, scale, size);
  };
}

/** The ratio without what the filter of an unblurred image makes of it. */
function withoutFilter(sample: RatioSample): RatioSample {
  const { y, x, ratio } = sample;
  return { ...sample, ratio: ratio - Math.log(bicubicPower(y, x) / bicubicPower(y / 2, x / 2)) };
}
