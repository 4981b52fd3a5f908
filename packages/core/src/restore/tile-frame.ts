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

  /** What a core's frame covers, perhaps outside the image. */
  area({ x, y }: Rectangle): Rectangle {
    return { x: x - this.overlap, y: y - this.overlap, width: this.width, height: this.height };
  }

  /**
   * Copies a tile and its surroundings, mirrored beyond the image and fading into each other at the frame's edge.
   *
   * @param known the part of the image that is known: what lies outside becomes 0; default: nothing does
   */
  load({ channel, core }: TilePlane, image: PlanarImage, target: Float32Array, known?: Rectangle): void {
    const { width, height } = this;
    const area = known && knownArea(known, this.area(core));
    const fadeX = area ? fadeWithin(this.#fadeX, area.x, area.width) : this.#fadeX;
    const fadeY = area ? fadeWithin(this.#fadeY, area.y, area.height) : this.#fadeY;
    const plane = image.data.subarray(channel * image.width * image.height);
    const { x: left, y: top } = this.area(core);
    const columns = Int32Array.from({ length: width }, (_, i) => mirror(left + i, image.width));
    const across = Int32Array.from({ length: width }, (_, i) =>
      mirror(left + (i < width / 2 ? i + width : i - width), image.width),
    );
    for (let i = 0; i < height; i++) {
      const row = mirror(top + i, image.height) * image.width;
      const opposite = mirror(top + (i < height / 2 ? i + height : i - height), image.height) * image.width;
      const v = fadeY[i]!;
      const start = i * width;
      for (let j = 0; j < width; j++) {
        const u = fadeX[j]!;
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
    if (area) taper(area, this.#fadeX, this.#fadeY, target);
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

/**
 * The weights along an axis of a frame of which `length` samples from `start` on are known. An unknown end keeps the
 * two ends apart, so that nothing has to fade.
 */
export function fadeWithin(weights: Float64Array, start: number, length: number): Float64Array {
  return start === 0 && length === weights.length ? weights : weights.map(() => 1);
}

/**
 * Sets what is not known to 0. Along an axis with an unknown end, samples also fall to 0 towards the other end, where
 * the picture goes on: cut off there, it would show deep in the tile.
 *
 * @param area where the frame is known
 * @param fadeX, fadeY the frame's weights ({@link fade})
 */
export function taper(
  area: Rectangle,
  fadeX: Float64Array,
  fadeY: Float64Array,
  samples: Float32Array,
): void {
  const across = taperWithin(fadeX, area.x, area.width);
  const down = taperWithin(fadeY, area.y, area.height);
  for (let i = 0, at = 0; i < down.length; i++) {
    const v = down[i]!;
    if (v === 0) {
      samples.fill(0, at, at + across.length);
      at += across.length;
      continue;
    }
    for (let j = 0; j < across.length; j++, at++) samples[at]! *= v * across[j]!;
  }
}

/** 0 where nothing is known; elsewhere 1, or what falls from 1 to 0 where the weights fall to 1/2. */
function taperWithin(weights: Float64Array, start: number, length: number): Float64Array {
  const isWhole = start === 0 && length === weights.length;
  return weights.map((weight, i) => {
    if (i < start || i >= start + length) return 0;
    return isWhole ? 1 : 2 * weight - 1;
  });
}

/** The part of a frame at which an image is known. */
export function knownArea(known: Rectangle, frame: Rectangle): Rectangle {
  const x = Math.max(0, known.x - frame.x);
  const y = Math.max(0, known.y - frame.y);
  return {
    x,
    y,
    width: Math.max(0, Math.min(frame.width, known.x + known.width - frame.x) - x),
    height: Math.max(0, Math.min(frame.height, known.y + known.height - frame.y) - y),
  };
}

/** Samples at each end of a frame that fade into the opposite end. */
export function fadeReach(overlap: number): number {
  return Math.floor(overlap / 2);
}
