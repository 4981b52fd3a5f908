/**
 * The blur of an image, once for all scales: the shapes fitted to its spectrum (fit-shapes.ts), the kernels drawn from them, and
 * the evidence for these and for any other kernel (confidence.ts). No random numbers, no networks; about a second.
 */
import { type PlanarImage, toGray } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import { jpegError, NoiseBlocks } from "../noise/index.js";
import { type BlurEvidence, confidenceOf } from "./confidence.js";
import { SpectrumLoss } from "./fit-shape.js";
import { fitShapes, meanKernel, type WeightedFit } from "./fit-shapes.js";
import { kernelTransfer } from "./kernel-transfer.js";
import { polarSpectrum } from "./polar-spectrum.js";
import type { BlurShape } from "./shapes/index.js";

/**
 * Kernels are drawn with this part of the fitted covariance. A kernel that is too wide does more harm than one that is too narrow,
 * so the best one is narrower than the most likely one.
 */
const SHRINKAGE = 0.94;

/** How to follow and stop the analysis. */
export interface AnalyseControl {
  /** Awaited between pieces of work of some milliseconds; may throw to stop the analysis. */
  readonly pause?: () => Promise<void>;
  /** Called with the share that is done, in (0, 1]. */
  readonly onProgress?: (done: number) => void;
}

/** The blur of one image. */
export interface BlurAnalysis {
  /** The fitted shapes with their weights. */
  readonly fits: readonly WeightedFit[];
  /** The weight of each shape in the kernels; their sum is 1. */
  readonly shapes: Readonly<Record<BlurShape, number>>;
  /** (6s + 1)², aligned, sum 1; of any scale factor s, an integer of at least 2. Milliseconds. */
  kernel(scale: number): Kernel;
  /** What speaks for a kernel, as this image's blur. Milliseconds. */
  evidenceFor(kernel: Kernel, scale: number): BlurEvidence;
  /** How far a kernel can be trusted for this image, 0 to 1 (confidence.ts). Milliseconds. */
  confidenceIn(kernel: Kernel, scale: number): number;
}

/**
 * @param image [1 or 3, h, w], values in [0, 1], at least 32×32.
 * @throws KernelGanError `image-too-small`, `image-flat`
 * @example const blur = await analyseBlur(image); [2, 4].map((scale) => blur.kernel(scale))
 */
export async function analyseBlur(
  image: PlanarImage,
  { pause = async () => {}, onProgress = () => {} }: AnalyseControl = {},
): Promise<BlurAnalysis> {
  const gray = toGray(image);
  const spectrum = polarSpectrum(gray, image.channels);
  await pause();
  const jpeg = jpegError(new NoiseBlocks(image));
  await pause();
  const loss = new SpectrumLoss(spectrum);
  const fits = await fitShapes(gray, spectrum, pause, onProgress);
  const lossOf = (shape: BlurShape): number => fits.find((fit) => fit.shape === shape)!.loss;
  const best = Math.min(...fits.map((fit) => fit.loss));
  const evidenceFor = (kernel: Kernel, scale: number): BlurEvidence => {
    const distance = loss.distance(kernelTransfer(kernel, scale));
    return {
      evidence: lossOf("bicubic") - distance,
      regret: Math.max(0, distance - best),
      misfit: best,
      variance: kernelVariance(kernel) / scale ** 2,
      noise: 255 * spectrum.noise,
      jpeg,
      side: Math.min(image.width, image.height),
    };
  };
  return {
    fits,
    shapes: Object.fromEntries(fits.map(({ shape, weight }) => [shape, weight])) as Record<BlurShape, number>,
    kernel: (scale) => meanKernel(fits, scale, SHRINKAGE),
    evidenceFor,
    confidenceIn: (kernel, scale) => confidenceOf(evidenceFor(kernel, scale)),
  };
}

/** The trace of the covariance; a few negative weights (bicubic) may make it 0. */
function kernelVariance({ size, data }: Kernel): number {
  let [sum, y, x, squares] = [0, 0, 0, 0];
  data.forEach((weight, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    sum += weight;
    y += weight * row;
    x += weight * column;
    squares += weight * (row * row + column * column);
  });
  return Math.max(0, squares / sum - (y / sum) ** 2 - (x / sum) ** 2);
}
