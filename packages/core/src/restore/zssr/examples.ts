/**
 * Training examples: the image is its own teacher (Shocher et al. 2018, section 3).
 *
 *     father = a crop of an image;   son = bicubic enlargement of ((father ⋆ k)↓s + noise)
 *
 * Crops are taken as they are. (Mirroring and turning fathers before they are degraded would be right as well, whatever
 * the kernel, but gains nothing: +4.47 and +2.80 dB instead of +4.45 and +2.79 on bench images 05 and 01.)
 */
import { crop, imresize, type PlanarImage } from "../../image/index.js";
import { downscale, type Kernel } from "../../kernel/index.js";
import { type Random, random } from "../../random.js";
import { lossMap } from "./loss-map.js";
import type { CropSize } from "./training-step.js";

/** Streams of random numbers of one seed, beside the one of the weights (0). */
const STREAMS = { crops: 1, noise: 2, measured: 3 } as const;

export interface Example {
  /** [c, h, w]: what the network gets. */
  son: PlanarImage;
  /** [c, h, w]: what it should make of it. */
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

/** The largest crop up to `cropSize` that all the images hold and that the scale divides. */
export function fitCrop(images: readonly PlanarImage[], cropSize: number, scale: number): CropSize {
  const fit = (length: number): number => {
    const largest = Math.min(cropSize, length);
    return largest - (largest % scale);
  };
  return {
    channels: images[0].channels,
    width: fit(Math.min(...images.map((i) => i.width))),
    height: fit(Math.min(...images.map((i) => i.height))),
  };
}

/** Draws examples from one image or several, each as likely. */
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
    const { image, map } = this.#sources[crops.integer(this.#sources.length)];
    const place = {
      x: crops.integer(image.width - width + 1),
      y: crops.integer(image.height - height + 1),
      width,
      height,
    };
    const father = crop(image, place);
    const small = downscale(father, kernel, scale);
    if (deviation > 0)
      small.data.forEach((value, i) => {
        small.data[i] = value + deviation * noise.normal();
      });
    return { son: imresize(small, { width, height }), father, map: crop(map, place) };
  }
}
