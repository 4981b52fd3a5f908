/**
 * Whether an image's edges contradict a kernel, however well that explains the spectrum. A page of thin strokes has the
 * spectrum of a camera's path, a mosaic of round tiles that of defocus; but edges that a blur of that width cannot have
 * passed are left beside what Wiener's filter explains (restore/edge-misfit.ts), at most edges of the image.
 */
import type { Kernel } from "../kernel/index.js";
import type { Pause } from "../pause.js";
import { edgeMisfit } from "../restore/index.js";
import type { BlurEvidence } from "../spectral/index.js";

/**
 * The misfit, in gray levels of 255, from which on the kernel is wrong. Of 30 pictures (15 photographs of BSD68 and
 * Urban100, 15 wallpapers and pictures of Debian and npm packages; `npm run bench:fit-blind` counts them) none of 58
 * kernels without a model that bring more than half of the possible gain has more, of 152 others 50; none of 20 such
 * kernels of shapes. White noise of a standard deviation σ adds up to about 3.5 σ to the largest value of a block,
 * JPEG's error of rms J 2.5 J.
 */
const MAX_MISFIT = 5;
const NOISE_MISFIT = 3.5;
const JPEG_MISFIT = 2.5;

/**
 * @param evidence of the image at its own size
 * @param scale downscaling factor s that the kernel is for
 */
export async function isContradicted(
  evidence: Pick<BlurEvidence, "middle" | "spectrum" | "jpegError">,
  kernel: Kernel,
  scale: number,
  pause: Pause,
): Promise<boolean> {
  const misfit = await edgeMisfit(evidence.middle, kernel, scale, pause);
  const noise = 255 * evidence.spectrum.noise;
  return 255 * misfit > Math.hypot(MAX_MISFIT, NOISE_MISFIT * noise, JPEG_MISFIT * evidence.jpegError);
}
