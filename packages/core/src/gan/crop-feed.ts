/**
 * What each training iteration gets to see: the crop of G, the crop of D, noise, and the bicubic target.
 *
 * Crops are drawn from the probability maps of the image's texture (paper, supplementary material). The noise goes
 * on copies: the image itself stays as it is. (The published program adds it to the image, where it piles up.)
 */
import { KernelGanError } from "../errors.js";
import { cropInto, imresize, type PlanarImage } from "../image/index.js";
import { type Random, random } from "../random.js";
import { alignedPhase, cropMap } from "./crop-map.js";
import { type CropSampler, cropSampler } from "./crop-sampler.js";
import { gradientMap, isFlat } from "./gradient-map.js";
import { RANDOM_STREAMS } from "./initial-state.js";
import type { KernelGanSettings } from "./presets.js";
import type { FeedName, TrainingSizes } from "./training-step.js";

/** Normal numbers made in advance; each crop's noise is a stretch of them that starts anywhere. */
const NOISE_BANK = 1 << 18;

/** The numbers of a chunk of iterations, by input name, one iteration after another. */
export type CropBatch = Record<Exclude<FeedName, "controls">, Float32Array>;

/** Side of G's crop: as many input pixels as `outputSize` output pixels need. */
export function generatorCropSize({ scale, kernelSize, outputSize }: TrainingSizes): number {
  return scale * (outputSize - 1) + kernelSize;
}

/** An image prepared for drawing crops from: what runs with different seeds share. */
export interface CropSource {
  /** Values in [0, 1]; the crops' are in [-1, 1]. (A mapped copy would cost a large image's memory again.) */
  image: PlanarImage;
  /** Its bicubic downscaling, which the bicubic targets are cut out of. */
  bicubic: PlanarImage;
  generatorCrops: CropSampler;
  discriminatorCrops: CropSampler;
}

/**
 * Prepares an image.
 *
 * @param image [channels, h, w] in [0, 1]
 * @param margin pixels along the borders that no crop touches
 * @throws KernelGanError `image-flat` if there is no texture, `image-too-small` if a crop does not fit
 */
export function cropSource(image: PlanarImage, sizes: TrainingSizes, margin: number): CropSource {
  const { width, height } = image;
  const { scale, kernelSize, outputSize } = sizes;
  // The map of the whole image is the largest thing here; it is done with before the next is made.
  const discriminatorCrops = discriminatorSampler(image, outputSize, margin);
  const bicubic = imresize(image, { scale: 1 / scale });
  const generatorCrops = cropSampler(
    cropMap(gradientMap(bicubic), {
      width,
      height,
      margin,
      cropSize: generatorCropSize(sizes),
      step: scale,
      phase: alignedPhase(kernelSize, scale),
      mapScale: scale,
    }),
  );
  return { image, bicubic, generatorCrops, discriminatorCrops };
}

function discriminatorSampler(image: PlanarImage, cropSize: number, margin: number): CropSampler {
  const { width, height } = image;
  const map = gradientMap(image);
  if (isFlat(map)) {
    throw new KernelGanError("image-flat", "the image is flat: there is no texture to learn a kernel from");
  }
  return cropSampler(cropMap(map, { width, height, margin, cropSize, step: 2 }));
}

/** Draws the crops of one run. */
export class CropFeed {
  readonly #noise: Float32Array;
  readonly #corners: Random;
  readonly #window: Float32Array;
  #batch: CropBatch;

  constructor(
    private readonly source: CropSource,
    private readonly sizes: TrainingSizes,
    private readonly settings: KernelGanSettings,
    seed: number,
  ) {
    const normal = random(seed, RANDOM_STREAMS.noise);
    this.#noise = Float32Array.from({ length: NOISE_BANK }, () => normal.normal());
    this.#corners = random(seed, RANDOM_STREAMS.crops);
    this.#window = new Float32Array(sizes.channels * generatorCropSize(sizes) ** 2);
    this.#batch = this.#allocate(0);
  }

  #allocate(iterations: number): CropBatch {
    const { channels, outputSize: m, kernelSize } = this.sizes;
    const samples = iterations * channels * m * m;
    return {
      rows: new Float32Array(iterations * channels * m * kernelSize * generatorCropSize(this.sizes)),
      real: new Float32Array(samples),
      noise: new Float32Array(samples),
      target: new Float32Array(samples),
    };
  }

  /** Draws the crops of the next `iterations` iterations. The arrays are used again by the next call. */
  draw(iterations: number): CropBatch {
    const { channels, outputSize: m, scale, kernelSize } = this.sizes;
    const { image, bicubic, generatorCrops, discriminatorCrops } = this.source;
    const cropSize = generatorCropSize(this.sizes);
    const samples = channels * m * m;
    const rowSamples = channels * m * kernelSize * cropSize;
    // Fresh memory for every chunk would cost more than filling it.
    if (this.#batch.real.length < iterations * samples) this.#batch = this.#allocate(iterations);
    const batch: CropBatch = {
      rows: this.#batch.rows.subarray(0, iterations * rowSamples),
      real: this.#batch.real.subarray(0, iterations * samples),
      noise: this.#batch.noise.subarray(0, iterations * samples),
      target: this.#batch.target.subarray(0, iterations * samples),
    };
    const centre = Math.floor(kernelSize / 2);
    const toNetwork = { gain: 2, bias: -1 };
    for (let i = 0; i < iterations; i++) {
      const g = generatorCrops.draw(this.#corners);
      cropInto(image, { ...g, width: cropSize, height: cropSize }, this.#window, toNetwork);
      this.#unfoldRows(batch.rows, i * rowSamples);
      // The kernel's centre lies on the pixel that the bicubic grid is aligned to, see alignedPhase.
      const small = { x: (g.x + centre) / scale, y: (g.y + centre) / scale, width: m, height: m };
      cropInto(bicubic, small, batch.target, { ...toNetwork, offset: i * samples });
      const d = discriminatorCrops.draw(this.#corners);
      cropInto(image, { ...d, width: m, height: m }, batch.real, { ...toNetwork, offset: i * samples });
      // On the 0–1 scale a deviation of σ is one of 2σ on the [-1, 1] scale.
      this.#addNoise(batch.real, i * samples, samples, 2 * this.settings.realNoise);
      batch.noise.fill(0, i * samples, (i + 1) * samples);
      this.#addNoise(batch.noise, i * samples, samples, this.settings.fakeNoise);
    }
    return batch;
  }

  /**
   * For each row of G's output the n rows of its crop that lie under the kernel: neighbours in memory, as the
   * crop's rows follow one another.
   */
  #unfoldRows(target: Float32Array, offset: number): void {
    const { channels, outputSize, scale, kernelSize } = this.sizes;
    const cropSize = generatorCropSize(this.sizes);
    const length = kernelSize * cropSize;
    let at = offset;
    for (let c = 0; c < channels; c++) {
      for (let i = 0; i < outputSize; i++, at += length) {
        const start = (c * cropSize + scale * i) * cropSize;
        target.set(this.#window.subarray(start, start + length), at);
      }
    }
  }

  #addNoise(target: Float32Array, offset: number, length: number, deviation: number): void {
    const noise = this.#noise;
    const start = this.#corners.integer(NOISE_BANK - length);
    for (let i = 0; i < length; i++) target[offset + i] += deviation * noise[start + i];
  }
}
