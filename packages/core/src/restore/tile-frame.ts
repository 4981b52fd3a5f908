/**
 * An image in pieces that Fourier's transform can take: tiles with surroundings, mirrored where the image ends, that
 * fade into those of the opposite side, because the transform's borders wrap.
 */
import { mirror, type PlanarImage, type Rectangle } from "../image/index.js";
import { fftLength } from "../math/fft.js";
import { tiles } from "./tiles.js";

/** One channel of one tile: half the input of a complex transform. */
export interface TilePlane {
  readonly channel: number;
  readonly core: Rectangle;
}

/**
 * The frame that each tile of an image is put into: core, surroundings, and what makes them a size that transforms
 * well.
 */
export class TileFrame {
  /** They cover the image, each pixel once. In the frame a core begins at ({@link overlap}, {@link overlap}). */
  readonly cores: readonly Rectangle[];
  readonly width: number;
  readonly height: number;
  /** How the frame's sides fade into each other: the weight of the frame's own samples. */
  readonly #fadeX: Float64Array;
  readonly #fadeY: Float64Array;

  /**
   * @param imageWidth, imageHeight in pixels
   * @param tileSize largest side of a core
   * @param overlap pixels around a core
   * @param lengthFor the next length that the transform can have
   */
  constructor(
    imageWidth: number,
    imageHeight: number,
    tileSize: number,
    readonly overlap: number,
    lengthFor: (length: number) => number = fftLength,
  ) {
    this.cores = tiles(imageWidth, imageHeight, tileSize, 0).map(({ core }) => core);
    const frame = (sides: readonly number[]): number => lengthFor(Math.max(...sides) + 2 * overlap);
    this.width = frame(this.cores.map((core) => core.width));
    this.height = frame(this.cores.map((core) => core.height));
    this.#fadeX = fade(this.width, overlap);
    this.#fadeY = fade(this.height, overlap);
  }

  get samples(): number {
    return this.width * this.height;
  }

  /** Copies a tile and its surroundings, mirrored beyond the image and fading into each other at the frame's edge. */
  load({ channel, core }: TilePlane, image: PlanarImage, target: Float32Array): void {
    const { width, height } = this;
    const plane = image.data.subarray(channel * image.width * image.height);
    const left = core.x - this.overlap;
    const top = core.y - this.overlap;
    const columns = Int32Array.from({ length: width }, (_, i) => mirror(left + i, image.width));
    const across = Int32Array.from({ length: width }, (_, i) =>
      mirror(left + (i < width / 2 ? i + width : i - width), image.width),
    );
    for (let i = 0; i < height; i++) {
      const row = mirror(top + i, image.height) * image.width;
      const opposite = mirror(top + (i < height / 2 ? i + height : i - height), image.height) * image.width;
      const v = this.#fadeY[i]!;
      const start = i * width;
      for (let j = 0; j < width; j++) {
        const u = this.#fadeX[j]!;
        if (u === 1 && v === 1) {
          target[start + j] = plane[row + columns[j]!]!;
        } else {
          const [a, b] = [columns[j]!, across[j]!];
          target[start + j] =
            v * (u * plane[row + a]! + (1 - u) * plane[row + b]!) +
            (1 - v) * (u * plane[opposite + a]! + (1 - u) * plane[opposite + b]!);
        }
      }
    }
  }
}

/** 1 inside; over half the overlap it falls to 1/2 at the frame's edge, where both sides have the same weight. */
export function fade(length: number, overlap: number): Float64Array {
  const reach = fadeReach(overlap);
  return Float64Array.from({ length }, (_, i) => {
    const distance = Math.min(i + 0.5, length - i - 0.5);
    return distance >= reach ? 1 : 0.5 - 0.5 * Math.cos((Math.PI / 2) * (1 + distance / reach));
  });
}

/** Samples at each end of a frame that fade into the opposite end. */
export function fadeReach(overlap: number): number {
  return Math.floor(overlap / 2);
}
