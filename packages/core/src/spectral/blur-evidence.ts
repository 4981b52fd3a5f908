/**
 * What an image says about its blur, whatever the kernel: its spectrum against that of unblurred images, its sharpest edges, its
 * quietest places. From these comes the confidence in any kernel (confidence.ts), and whether the image was sharpened
 * (sharpening.ts).
 */
import { LITTLE_TEXTURE, meanGradient, type PlanarImage, toGray } from "../image/index.js";
import { covariance, type Kernel } from "../kernel/index.js";
import { confidenceOf, type KernelEvidence } from "./confidence.js";
import { type EdgeProfiles, edgeProfiles } from "./edge-profiles.js";
import { SpectrumLoss } from "./fit-shape.js";
import { kernelTransfer } from "./kernel-transfer.js";
import { type PolarSpectrum, polarSpectrum } from "./polar-spectrum.js";
import { quietestDeviation } from "./quiet-blocks.js";
import { RESAMPLING_FILTERS } from "./shapes/resampling.js";

/** The evidence of one image. */
export class BlurEvidence {
  readonly gray: PlanarImage;
  readonly spectrum: PolarSpectrum;
  readonly loss: SpectrumLoss;
  /** The smallest loss of an unblurred image: of the resampling filters. */
  readonly sharpLoss: number;
  /** Undefined where there are too few isolated edges. */
  readonly edges: EdgeProfiles | undefined;
  /** As {@link quietestDeviation}. */
  readonly quietest: number;
  /** There is so little texture that nothing can be found. */
  readonly isFaint: boolean;

  /**
   * @param image [1 or 3, h, w], values in [0, 1], at least 32×32.
   * @throws KernelGanError `image-too-small`, `image-flat`
   */
  constructor(image: PlanarImage) {
    this.gray = toGray(image);
    this.spectrum = polarSpectrum(this.gray, image.channels);
    this.loss = new SpectrumLoss(this.spectrum);
    this.sharpLoss = Math.min(...RESAMPLING_FILTERS.map((filter) => this.loss.distance(filter)));
    this.edges = edgeProfiles(this.gray);
    this.quietest = quietestDeviation(this.gray);
    this.isFaint = meanGradient(this.gray) < LITTLE_TEXTURE;
  }

  /**
   * What speaks for a kernel.
   *
   * @param scale downscaling factor s that the kernel is for
   */
  of(kernel: Kernel, scale: number): KernelEvidence {
    const { yy, xx } = covariance(kernel);
    return {
      evidence: this.sharpLoss - this.loss.distance(kernelTransfer(kernel, scale)),
      variance: Math.max(0, yy + xx) / scale ** 2,
      slope: this.edges?.slopes[1],
      quietest: this.quietest,
      noise: 255 * this.spectrum.noise,
    };
  }

  /** How far a kernel can be trusted, 0 to 1. */
  confidenceIn(kernel: Kernel, scale: number): number {
    return this.isFaint ? 0 : confidenceOf(this.of(kernel, scale));
  }
}
