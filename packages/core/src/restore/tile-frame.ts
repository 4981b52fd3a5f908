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
    const area = this.area(core);
    const inside = known ? knownArea(known, area) : { x: 0, y: 0, width, height };
    const [across, down] = [
      axisWeights(this.#fadeX, inside.x, inside.width),
      axisWeights(this.#fadeY, inside.y, inside.height),
    ];
    const plane = image.data.subarray(channel * image.width * image.height);
    const columns = Int32Array.from({ length: width }, (_, i) => mirror(area.x + i, image.width));
    const opposite = Int32Array.from({ length: width }, (_, i) =>
      mirror(area.x + (i < width / 2 ? i + width : i - width), image.width),
    );
    const rowAt = (i: number): number => mirror(area.y + i, image.height) * image.width;
    for (let i = 0; i < height; i++) {
      const [here, there] = [rowAt(i), rowAt(i < height / 2 ? i + height : i - height)];
      const [v, w] = [down.own[i]!, down.opposite[i]!];
      for (let j = 0; j < width; j++) {
        const [t, u] = [across.own[j]!, across.opposite[j]!];
        const [a, b] = [columns[j]!, opposite[j]!];
        target[i * width + j] =
          t === 1 && v === 1
            ? plane[here + a]!
            : v * (t * plane[here + a]! + u * plane[here + b]!) +
              w * (t * plane[there + a]! + u * plane[there + b]!);
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

/** What the samples of a frame are made of along an axis. */
export interface AxisWeights {
  /** Of the sample itself. */
  readonly own: Float64Array;
  /** Of the one on the opposite side. */
  readonly opposite: Float64Array;
}

/**
 * The weights along an axis of a frame of which `length` samples from `start` on are known; what is not has none. If all
 * are, the ends fade into each other. An unknown end keeps the two ends apart; then samples fall to 0 towards the end
 * where the picture goes on: cut off there, it would show deep in the tile.
 *
 * @param faded the weights of {@link fade}
 */
export function axisWeights(faded: Float64Array, start: number, length: number): AxisWeights {
  if (start === 0 && length === faded.length) {
    return { own: faded, opposite: faded.map((weight) => 1 - weight) };
  }
  const isKnown = (i: number): boolean => i >= start && i < start + length;
  return {
    own: faded.map((weight, i) => (isKnown(i) ? 2 * weight - 1 : 0)),
    opposite: new Float64Array(faded.length),
  };
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
