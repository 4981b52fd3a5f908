/**
 * Training examples from the image itself (Shocher et al. 2018, section 3).
 *
 *     father = a crop of an image;   son = bicubic enlargement of ((father ⋆ k)↓s + noise)
 *
 * Crops are neither mirrored nor rotated, which would be valid for any kernel but has not improved results.
 */
import { crop, imresize, type PlanarImage } from "../../image/index.js";
import { downscale, type Kernel } from "../../kernel/index.js";
import { type Random, random } from "../../random.js";
import { lossMap } from "./loss-map.js";
import type { CropSize } from "./training-step.js";

/** Streams of random numbers of one seed, beside the one of the weights (0). */
const STREAMS = { crops: 1, noise: 2, measured: 3 } as const;

export interface Example {
  /** [c, h, w]: the input of the network. */
  son: PlanarImage;
  /** [c, h, w]: its desired output. */
  father: PlanarImage;
  /** [1, h, w]: weights of the loss. */
  map: PlanarImage;
}

/** How sons are made of fathers. */
export interface Degradation {
  kernel: Kernel;
  scale: number;
  /** Standard deviation of the noise on the sons. */
  noise: number;
}

/** The largest crop up to `cropSize` that fits into all images and whose sides are multiples of the scale. */
export function fitCrop(
  images: readonly PlanarImage[],
  cropSize: number,
  scale: number,
): Omit<CropSize, "channels"> {
  const fit = (length: number): number => {
    const largest = Math.min(cropSize, length);
    return largest - (largest % scale);
  };
  return {
    width: fit(Math.min(...images.map((i) => i.width))),
    height: fit(Math.min(...images.map((i) => i.height))),
  };
}

/** Draws examples from one image or several with equal probabilities. */
export class Examples {
  readonly #sources: readonly { image: PlanarImage; map: PlanarImage }[];
  readonly #crops: Random;
  readonly #noise: Random;

  constructor(
    images: readonly PlanarImage[],
    private readonly size: CropSize,
    private readonly degradation: Degradation,
    private readonly seed: number,
  ) {
    this.#sources = images.map((image) => ({ image, map: lossMap(image) }));
    this.#crops = random(seed, STREAMS.crops);
    this.#noise = random(seed, STREAMS.noise);
  }

  /** The next example to train on. */
  next(): Example {
    return this.#draw(this.#crops, this.#noise);
  }

  /** A set of `count` examples to measure the reconstruction error on; the same at every call. */
  measured(count: number): Example[] {
    const numbers = random(this.seed, STREAMS.measured);
    return Array.from({ length: count }, () => this.#draw(numbers, numbers));
  }

  #draw(crops: Random, noise: Random): Example {
    const { width, height } = this.size;
    const { kernel, scale, noise: deviation } = this.degradation;
    const { image, map } = this.#sources[crops.integer(this.#sources.length)]!;
    const rectangle = {
      x: crops.integer(image.width - width + 1),
      y: crops.integer(image.height - height + 1),
      width,
      height,
    };
    const father = crop(image, rectangle);
    const small = downscale(father, kernel, scale);
    if (deviation > 0) {
      for (let i = 0; i < small.data.length; i++) small.data[i]! += deviation * noise.normal();
    }
    return { son: imresize(small, { width, height }), father, map: crop(map, rectangle) };
  }
}
