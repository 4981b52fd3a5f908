/**
 * Whether an image's edges contradict a kernel, however well that explains the spectrum. A page of thin strokes has a
 * spectrum like that of camera shake, a mosaic of round tiles one like that of defocus. But their edges are too sharp
 * to have passed a blur of that width: at most edges, something is left that the blur cannot explain
 * (restore/edge-misfit.ts).
 */
import type { Kernel } from "../kernel/index.js";
import type { Pause } from "../pause.js";
import { edgeMisfit } from "../restore/index.js";
import type { BlurEvidence } from "../spectral/index.js";

/**
 * A kernel with a greater misfit, in gray levels of 255, is wrong. Counted on 30 pictures by `npm run bench:fit-blind`
 * (15 photographs of BSD68 and Urban100, 15 wallpapers and pictures of Debian and npm packages): of the kernels that
 * bring more than half of the possible gain, none exceeds it, neither of 58 without a model nor of 20 of shapes; of 152
 * other kernels without a model 50 do. White noise of standard deviation σ adds up to about 3.5 σ to the largest value
 * of a block, and a JPEG error of rms J up to about 2.5 J.
 */
const MAX_MISFIT = 5;
const NOISE_MISFIT = 3.5;
const COMPRESSION_MISFIT = 2.5;

/**
 * @param evidence of the image at its own size
 * @param scale downscaling factor s that the kernel is for
 */
export async function isContradicted(
  evidence: Pick<BlurEvidence, "middle" | "spectrum" | "compressionError">,
  kernel: Kernel,
  scale: number,
  pause: Pause,
): Promise<boolean> {
  const misfit = await edgeMisfit(evidence.middle, kernel, scale, pause);
  const noise = 255 * evidence.spectrum.noise;
  return (
    255 * misfit >
    Math.hypot(MAX_MISFIT, NOISE_MISFIT * noise, COMPRESSION_MISFIT * evidence.compressionError)
  );
}
