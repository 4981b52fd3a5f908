/**
 * What an image says about its blur, whatever the kernel: its spectrum against that of unblurred images, its sharpest
 * edges, and its range. From these comes the confidence in any kernel (confidence.ts), and whether the image was
 * sharpened (sharpening.ts).
 */
import {
  cropMiddle,
  LITTLE_TEXTURE,
  meanGradient,
  type PlanarImage,
  toGrayWithPauses,
} from "../../image/index.js";
import { covariance, type Kernel, principalAxes } from "../../kernel/index.js";
import { compressionOf, NoiseBlocks } from "../../noise/index.js";
import { noPause, type Pause } from "../../pause.js";
import { jpegUncertainty } from "../model/jpeg-spectrum.js";
import { kernelTransfer } from "../model/kernel-transfer.js";
import { type Compression, SpectrumLoss } from "../model/spectrum-loss.js";
import type { BlurModel } from "../model/spectrum-model.js";
import { RESAMPLING_FILTERS, UNFILTERED } from "../shapes/resampling.js";
import { isCoarse, type PolarSpectrum, polarSpectrum } from "../spectrum/polar-spectrum.js";
import { SPECTRUM_CONSTANTS, type SpectrumConstants } from "../spectrum/power-spectrum.js";
import { hasEnd, isInterpolated } from "../traces/enlargement.js";
import { isGrainy } from "../traces/grain.js";
import { backgroundShare } from "./background.js";
import { confidenceOf, type KernelEvidence } from "./confidence.js";
import { type EdgeProfiles, edgeProfiles } from "./edge-profiles.js";
import { flatness } from "./flatness.js";
import { type RangeEvidence, rangeEvidence } from "./range-evidence.js";

/**
 * Largest side of the part of the image whose gray values are kept, for what looks at pixels again (phase-evidence.ts,
 * blind/): 0.6 MB, whatever the image's size.
 */
const MIDDLE_SIDE = 400;

/**
 * Variance of a blur, the trace of its covariance in squared pixels, from which on the blur itself makes a spectrum
 * end, not an enlargement before: the kernels found for Gaussians of 1.6 pixels have 3, for motions of 4.5 pixels 1.7,
 * for images that were enlarged by 1.5 or 2 at most 1.2. What was enlarged by more shows the period of its
 * interpolation. `npm run bench:fit-wide -- PATH… --only level` prints these variances.
 */
const WIDE = 1.4;

/**
 * Variance, in squared pixels, up to which a blur shows at a size (a Gaussian of 2 pixels), and the evidence that it
 * has there at least: `npm run bench:fit-wide -- PATH… --only level` prints what blurs have. It does not separate
 * shapes: a Gaussian in place of a narrow disk can pass.
 */
const SHOWN = 8;
const MIN_FINER_EVIDENCE = 25;
/**
 * The same of a wider blur that is narrow across, as paths are: the variance across up to which it shows, and the
 * evidence. Of 57 straight motions of 7 to 28 pixels that were found on shrunk images (24 photographs), three had less
 * and gained −1.2 to 3.4 dB; of six bent ones two had, and lost up to 2.2.
 * `npm run bench:fit-wide -- PATH… --only paths` prints what paths have.
 */
const SHOWN_ACROSS = 4;
const MIN_PATH_EVIDENCE = 3;

/**
 * Share of the spectrum's cells from which on an image is mostly noise. A cell is noise if its log power lies above
 * that of the noise by NOISE_MARGIN at most, a factor of e, which the mean of a few samples of noise exceeds seldom. Of
 * six photographs (bsd_101085, 163085, 227092, 300091, urban_012, kodim02) sharp ones have 0, under a Gaussian of 1
 * pixel 0.07 to 0.14, of 1.5 0.29 to 0.36, of 8 0.74 and more, under disks of radius 3, 6 and 10 up to 0.23, 0.20 to
 * 0.36, and 0.32 to 0.48 (`npm run bench:fit-wide -- PATH… --only level`).
 */
const MAX_NOISE_SHARE = 0.18;
const NOISE_MARGIN = 1;

/** An image that was shrunk. */
const NOT_COMPRESSED = { error: 0, hasBlocks: false };

/** What is measured of an image once, and stays the same whichever model of the blur its loss is computed with. */
type Measured = Pick<
  BlurEvidence,
  | "width"
  | "height"
  | "middle"
  | "spectrum"
  | "compressionError"
  | "hasBlocks"
  | "edges"
  | "range"
  | "flatness"
  | "background"
  | "isFaint"
  | "isGrainy"
> & { readonly isInterpolated: boolean; readonly compression: Compression };

/** Of an image that was shrunk: by how much, and the evidence at all finer sizes. */
interface Shrunk {
  readonly factor: number;
  readonly finer: readonly [BlurEvidence, ...BlurEvidence[]];
}

/**
 * What a drawing of a few lines exceeds in flatness, and has fewer blocks than. Three of these have a flatness of 0.85 and
 * more and 6 to 9 blocks; taken for blurred along an arc, they lost up to 18 dB. Photographs have a flatness of at most
 * 0.35. Chosen by hand.
 */
const FEW_LINES = { flatness: 0.8, blocks: 12 } as const;

/** The evidence of one image. It keeps some hundred kilobytes, whatever the image's size. */
export class BlurEvidence {
  readonly #measured: Measured;
  readonly #shrunk: Shrunk | undefined;
  readonly width: number;
  readonly height: number;
  /**
   * m, if the evidence is that of an image shrunk by m (blur-level.ts); kernels and scale factors are those of the
   * image itself.
   */
  readonly shrunkBy: number;
  /** The gray values of the middle, for evidence from the edges (phase-evidence.ts). */
  readonly middle: PlanarImage;
  readonly spectrum: PolarSpectrum;
  /** How well a blur explains the spectrum. */
  readonly loss: SpectrumLoss;
  /** The smallest loss of an unblurred image: of the resampling filters, at scale 1 of none. */
  readonly sharpLoss: number;
  /** The error of compression, rms in gray levels of 255; 0 where there was none, or the image was resized since. */
  readonly compressionError: number;
  /** Whether compression left blocks of a fixed size. */
  readonly hasBlocks: boolean;
  /** Undefined where there are too few isolated edges. */
  readonly edges: EdgeProfiles | undefined;
  /** The shares of pixels that the image, restored for the bicubic kernel, has beyond black and white. */
  readonly range: RangeEvidence;
  /** The share of neighbouring pixels that are equal; not measured of an image that was shrunk. */
  readonly flatness: number;
  /** The share of its pixels that are one ground (background.ts). */
  readonly background: number;
  /** The image was enlarged or stretched before: there is no detail to restore. */
  readonly wasEnlarged: boolean;
  /** It has the traces of an interpolation (enlargement.ts). */
  readonly isInterpolated: boolean;
  /** Its spectrum ends below half the sampling rate, after an enlargement or under a wide blur (enlargement.ts). */
  readonly hasEnd: boolean;
  /** At most frequencies there is no more than noise. */
  readonly isMostlyNoise: boolean;
  /** There is so little texture that nothing can be found. */
  readonly isFaint: boolean;
  /** What looks like a blur is the picture's grain. */
  readonly isGrainy: boolean;

  private constructor(measured: Measured, model: BlurModel, shrunk: Shrunk | undefined) {
    this.#measured = measured;
    this.#shrunk = shrunk;
    this.shrunkBy = shrunk?.factor ?? 1;
    this.width = measured.width;
    this.height = measured.height;
    this.middle = measured.middle;
    this.spectrum = measured.spectrum;
    this.compressionError = measured.compressionError;
    this.hasBlocks = measured.hasBlocks;
    this.edges = measured.edges;
    this.range = measured.range;
    this.flatness = measured.flatness;
    this.background = measured.background;
    this.isInterpolated = measured.isInterpolated;
    this.hasEnd = hasEnd(this.spectrum);
    this.wasEnlarged = measured.isInterpolated || this.hasEnd;
    this.isFaint = measured.isFaint;
    this.isGrainy = measured.isGrainy;
    this.isMostlyNoise = noiseShare(this.spectrum) > MAX_NOISE_SHARE;
    this.loss = new SpectrumLoss(this.spectrum, model, measured.compression);
    const unblurred = model.ownGrid ? [UNFILTERED] : RESAMPLING_FILTERS;
    this.sharpLoss = Math.min(...unblurred.map((filter) => this.loss.distance(filter)));
  }

  /**
   * @param image [1 or 3, h, w], values in [0, 1], at least 32×32.
   * @param pause awaited between pieces of work of some ten milliseconds; may throw to stop the measurement
   * @param how.shrunk that the image is one shrunk by this factor, with the evidence of it at all finer sizes, its own
   *   first; the blur is then that on its grid
   * @param how.ownGrid whether the blur to find is that of scale 1, on the image's own grid (own-grid.ts)
   * @param how.ofValues the evidence of the pixel values, if the image is the same in linear light (image/light.ts):
   *   those say how it was compressed
   * @param how.onProgress called after each part with the share that is done, in [0, 1]
   * @param how.constants of the spectrum, for scripts that fit them
   * @throws KernelGanError `image-too-small`, `image-flat`
   */
  static async measure(
    image: PlanarImage,
    pause: Pause = noPause,
    how: {
      shrunk?: Shrunk;
      ownGrid?: boolean;
      ofValues?: BlurEvidence | undefined;
      onProgress?: (done: number) => void;
      constants?: SpectrumConstants;
    } = {},
  ): Promise<BlurEvidence> {
    const {
      shrunk,
      ofValues,
      ownGrid = shrunk !== undefined,
      onProgress = () => {},
      constants = SPECTRUM_CONSTANTS,
    } = how;
    const shrunkBy = shrunk?.factor ?? 1;
    const atScale1 = shrunk?.finer[0].loss.ownGrid ?? ownGrid;
    const did = async (share: number): Promise<void> => {
      onProgress(share);
      await pause();
    };
    const gray = await toGrayWithPauses(image, pause);
    await did(0.15);
    const isFaint = meanGradient(gray) < LITTLE_TEXTURE;
    await did(0.3);
    const spectrum = await polarSpectrum(gray, image.channels, {
      pause,
      shrunk: shrunk && { factor: shrunkBy, noisePower: shrunk.finer[0].spectrum.noisePower },
      constants,
    });
    await did(0.7);
    const edges = edgeProfiles(gray);
    await did(0.8);
    // Shrinking moves the blocks off the grid that JPEG's error is measured on.
    const compressed = shrunk
      ? NOT_COMPRESSED
      : ofValues
        ? { error: ofValues.compressionError, hasBlocks: ofValues.hasBlocks }
        : compressionOf(image, new NoiseBlocks(image), ownGrid ? 1 : 2);
    const squaredError = ((shrunk?.finer[0].compressionError ?? compressed.error) / (255 * shrunkBy)) ** 2;
    await did(0.9);
    const grainy = isGrainy(gray);
    await did(0.92);
    const interpolated = await isInterpolated(
      gray,
      { isShrunk: shrunk !== undefined, isCompressed: compressed.hasBlocks },
      pause,
    );
    await did(0.95);
    // Only whether the image itself was sharpened depends on it (sharpening.ts).
    const flat = shrunk ? 0 : await flatness(gray, pause);
    await did(0.98);
    const middle = cropMiddle(gray, MIDDLE_SIDE, MIDDLE_SIDE);
    return new BlurEvidence(
      {
        width: gray.width,
        height: gray.height,
        middle,
        spectrum,
        compressionError: compressed.error,
        hasBlocks: compressed.hasBlocks,
        compression: {
          power: constants.compressedNoise * squaredError,
          uncertain: ownGrid ? jpegUncertainty(spectrum, squaredError, constants.compressedDeviation) : [],
        },
        edges,
        range: rangeEvidence(middle),
        flatness: flat,
        background: backgroundShare(gray),
        isInterpolated: interpolated,
        isFaint,
        isGrainy: grainy,
      },
      { ownGrid, wide: ownGrid, pitch: atScale1 ? 1 / shrunkBy : undefined },
      shrunk,
    );
  }

  /**
   * The evidence of the same image if its blur may be several pixels wide, for which the model of the spectrum is
   * another (spectrum-model.ts). Nothing is measured again.
   */
  ofWideBlur(): BlurEvidence {
    return new BlurEvidence(
      this.#measured,
      { ownGrid: this.loss.ownGrid, wide: true, pitch: this.loss.pitch },
      this.#shrunk,
    );
  }

  /**
   * What speaks for a kernel.
   *
   * @param scale downscaling factor s that the kernel is for
   * @param arcWeight the weight of the arc in it, where it is a mean of shapes
   */
  of(kernel: Kernel, scale: number, arcWeight = 0): KernelEvidence {
    const { yy, xx } = covariance(kernel);
    // A pixel here is s pixels of the kernel's grid, and in an image shrunk by m it is s·m: a variance there is divided
    // by the square.
    const pixel = scale * this.shrunkBy;
    const loss = this.loss.distance(kernelTransfer(kernel, pixel));
    return {
      loss,
      evidence: this.sharpLoss - loss,
      variance: Math.max(0, yy + xx) / pixel ** 2,
      slope: this.edges?.slopes[1],
      noise: 255 * this.spectrum.noise,
      // The confidence is fitted at ×2 to ×4. At scale 1 the error hides the zeros of disks, and Gaussians in their
      // place are worse than nothing.
      compressionError: this.loss.ownGrid ? 0 : this.compressionError,
      coarseArc: isCoarse(this.spectrum) || this.#isFewLines ? arcWeight : 0,
    };
  }

  /**
   * How far a kernel can be trusted, 0 to 1; 0 where there is nothing to find or to restore.
   *
   * @param arcWeight as for {@link of}
   */
  confidenceIn(kernel: Kernel, scale: number, arcWeight = 0): number {
    return this.isGrainy ? 0 : this.confidenceApartFromGrain(kernel, scale, arcWeight);
  }

  /** The same, were the picture not grainy. */
  confidenceApartFromGrain(kernel: Kernel, scale: number, arcWeight = 0): number {
    if (this.isFaint) return 0;
    const evidence = this.of(kernel, scale, arcWeight);
    // A wide blur makes the spectrum end; enlargements look like narrow ones.
    const finerSizes = this.#shrunk?.finer ?? [];
    if (finerSizes.some((finer) => finer.#contradicts(kernel, scale))) return 0;
    const isInterpolated = [this, ...finerSizes].some((one) => one.isInterpolated);
    const isExplained = !isInterpolated && isWideBlur(evidence.variance);
    return this.wasEnlarged && !isExplained ? 0 : confidenceOf(evidence);
  }

  /** A drawing of a few lines: little more is known of its spectrum than of a small image's. */
  get #isFewLines(): boolean {
    return this.flatness > FEW_LINES.flatness && this.spectrum.effectiveBlocks < FEW_LINES.blocks;
  }

  /** A blur that was found at a coarser size, and that would show at this one, does not. */
  #contradicts(kernel: Kernel, scale: number): boolean {
    const { evidence, variance } = this.of(kernel, scale);
    if (variance < SHOWN) return evidence < MIN_FINER_EVIDENCE;
    const { across } = principalAxes(covariance(kernel));
    return across < SHOWN_ACROSS * (scale * this.shrunkBy) ** 2 && evidence < MIN_PATH_EVIDENCE;
  }
}

/** Whether a blur of this variance, in squared pixels of the image, is wider than what enlarging leaves. */
export function isWideBlur(variance: number): boolean {
  return variance > WIDE;
}

/** The share of cells that have hardly more power than the noise. */
export function noiseShare({ logPower, noisePower }: PolarSpectrum): number {
  const limit = Math.log(noisePower) + NOISE_MARGIN;
  return logPower.reduce((count, value) => (value < limit ? count + 1 : count), 0) / logPower.length;
}
