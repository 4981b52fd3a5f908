/**
 * What each training iteration sees of the image: the crop of G, the crop of D, noise, and the bicubic target.
 *
 * Crops are drawn from the probability maps of the image's texture (paper, supplementary material). The noise goes
 * on copies: the image itself stays as it is. (The published program adds it to the image, where it piles up.)
 */
import { KernelGanError } from "../errors.js";
import { cropInto, imresize, type PlanarImage } from "../image/index.js";
import { type Random, random } from "../random.js";
import { alignedPhase, cropMap } from "./crop-map.js";
import { type CropSampler, cropSampler } from "./crop-sampler.js";
import { generatorCropSize } from "./generator.js";
import { gradientMap, isFlat } from "./gradient-map.js";
import { RANDOM_STREAMS } from "./initial-state.js";
import type { KernelGanSettings } from "./presets.js";
import { copyRowWindows, rowWindowShape } from "./strided-product.js";
import type { CropName, TrainingSizes } from "./training-layout.js";

/** How many normal numbers are made in advance; each crop's noise is a stretch of them from a random place. */
const NOISE_BANK = 1 << 18;

/** From [0, 1], the image's scale, to [-1, 1], the networks'. */
const TO_NETWORK = { gain: 2, bias: -1 } as const;

/** The numbers of a chunk of iterations, by input name, one iteration after another. */
export type CropBatch = Record<CropName, Float32Array>;

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
  readonly #noiseBank: Float32Array;
  readonly #draws: Random;
  readonly #window: Float32Array;
  #batch: CropBatch;

  constructor(
    private readonly source: CropSource,
    private readonly sizes: TrainingSizes,
    private readonly settings: KernelGanSettings,
    seed: number,
  ) {
    const normal = random(seed, RANDOM_STREAMS.noise);
    this.#noiseBank = Float32Array.from({ length: NOISE_BANK }, () => normal.normal());
    this.#draws = random(seed, RANDOM_STREAMS.crops);
    this.#window = new Float32Array(sizes.channels * generatorCropSize(sizes) ** 2);
    this.#batch = this.#allocate(0);
  }

  /** Numbers of D's crop, or of G's output. */
  get #samples(): number {
    return this.sizes.channels * this.sizes.outputSize ** 2;
  }

  /** Numbers of the windows of G's crop. */
  get #rowSamples(): number {
    const [windows, length] = rowWindowShape(this.sizes, this.sizes.channels);
    return windows * length;
  }

  #allocate(iterations: number): CropBatch {
    return {
      rows: new Float32Array(iterations * this.#rowSamples),
      real: new Float32Array(iterations * this.#samples),
      noise: new Float32Array(iterations * this.#samples),
      target: new Float32Array(iterations * this.#samples),
    };
  }

  /** Draws the crops of the next `iterations` iterations. The arrays are used again by the next call. */
  draw(iterations: number): CropBatch {
    // Fresh memory for every chunk would cost more than filling it.
    if (this.#batch.real.length < iterations * this.#samples) this.#batch = this.#allocate(iterations);
    for (let i = 0; i < iterations; i++) this.#drawIteration(i);
    const { rows, real, noise, target } = this.#batch;
    return {
      rows: rows.subarray(0, iterations * this.#rowSamples),
      real: real.subarray(0, iterations * this.#samples),
      noise: noise.subarray(0, iterations * this.#samples),
      target: target.subarray(0, iterations * this.#samples),
    };
  }

  /** Draws the crops of iteration i of the batch. */
  #drawIteration(i: number): void {
    const { channels, outputSize: m, scale, kernelSize } = this.sizes;
    const { image, bicubic, generatorCrops, discriminatorCrops } = this.source;
    const { rows, real, noise, target } = this.#batch;
    const cropSize = generatorCropSize(this.sizes);
    const offset = i * this.#samples;

    const g = generatorCrops.draw(this.#draws);
    cropInto(image, { ...g, width: cropSize, height: cropSize }, this.#window, TO_NETWORK);
    copyRowWindows(this.#window, channels, this.sizes, rows, i * this.#rowSamples);
    // The kernel's centre lies on the pixel that the bicubic grid is aligned to, see alignedPhase.
    const centre = Math.floor(kernelSize / 2);
    const small = { x: (g.x + centre) / scale, y: (g.y + centre) / scale, width: m, height: m };
    cropInto(bicubic, small, target, { ...TO_NETWORK, offset });

    const d = discriminatorCrops.draw(this.#draws);
    cropInto(image, { ...d, width: m, height: m }, real, { ...TO_NETWORK, offset });
    // On the 0–1 scale a deviation of σ is one of 2σ on the [-1, 1] scale.
    this.#addNoise(real, offset, 2 * this.settings.realNoise);
    noise.fill(0, offset, offset + this.#samples);
    this.#addNoise(noise, offset, this.settings.fakeNoise);
  }

  #addNoise(target: Float32Array, offset: number, deviation: number): void {
    const length = this.#samples;
    const bank = this.#noiseBank;
    const start = this.#draws.integer(NOISE_BANK - length);
    for (let i = 0; i < length; i++) target[offset + i]! += deviation * bank[start + i]!;
  }
}
