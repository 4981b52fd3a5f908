/** Noisy pictures to train a denoiser on, and what they were. */
import { imresize, type PlanarImage, planarImage, type Random, random } from "@kernelgan/core";
import { toGray } from "../../../packages/core/dist/image/index.js";

/** Sides of the mosaic that an iteration sees: squares of different pictures, each with a level of its own. */
const SQUARE = 64;
const SQUARES = 3;
export const SIDE = SQUARE * SQUARES;
/** Scans of prints are soft and grainy at their finest; shrunk they are sharp. */
const SHRINKS = [0.7, 0.5, 0.35] as const;
/** Of the noise; even in its logarithm, as the levels of the iterations are. */
const LEVELS = { least: 1 / 255, most: 60 / 255 } as const;
/** The loss of a pixel is its error over σ + this, so that no level outweighs the others. */
const LOSS_OFFSET = 4 / 255;
/**
 * Share of squares that are dead leaves: disks that cover each other, with edges, corners and textures of all sizes.
 */
const LEAVES = 0.25;

/** Squares of a standard deviation below this have little to learn from; so often another is drawn. */
const FLAT = 0.05;
const TRIES = 3;

/** One mosaic; planes of SIDE × SIDE. */
export interface Example {
  /** The noisy picture, and σ. */
  readonly input: Float32Array;
  readonly noise: Float32Array;
  /** The weight of each pixel's error. */
  readonly weights: Float32Array;
}

/** The luma of photographs at several sizes. */
export function pyramid(photographs: readonly PlanarImage[]): PlanarImage[] {
  return photographs.flatMap((image) => SHRINKS.map((scale) => toGray(imresize(image, { scale }))));
}

/** Example number i of a seed. */
export function example(planes: readonly PlanarImage[], seed: number, index: number): Example {
  const draw = random(seed, index + 1);
  const pixels = SIDE * SIDE;
  const result = {
    input: new Float32Array(2 * pixels),
    noise: new Float32Array(pixels),
    weights: new Float32Array(pixels),
  };
  for (let i = 0; i < SQUARES ** 2; i++) {
    const clean = draw.uniform() < LEAVES ? deadLeaves(draw) : squareOf(planes, draw);
    const level = LEVELS.least * (LEVELS.most / LEVELS.least) ** draw.uniform();
    const corner = Math.floor(i / SQUARES) * SQUARE * SIDE + (i % SQUARES) * SQUARE;
    for (let j = 0; j < SQUARE ** 2; j++) {
      const at = corner + Math.floor(j / SQUARE) * SIDE + (j % SQUARE);
      const noise = level * draw.normal();
      result.input[at] = (clean[j] as number) + noise;
      result.input[pixels + at] = level;
      result.noise[at] = noise;
      result.weights[at] = LOSS_OFFSET / (level + LOSS_OFFSET);
    }
  }
  return result;
}

/** A square of a photograph, turned and mirrored, with another contrast and brightness. */
function squareOf(planes: readonly PlanarImage[], draw: Random): Float32Array {
  let { plane, x, y } = place(planes, draw);
  for (let i = 0; i < TRIES && isFlat(plane, x, y); i++) ({ plane, x, y } = place(planes, draw));
  const turn = draw.integer(8);
  const contrast = 0.5 + 1.2 * draw.uniform();
  const brightness = 0.3 * (draw.uniform() - 0.5);
  const result = new Float32Array(SQUARE ** 2);
  for (let i = 0; i < result.length; i++) {
    let [row, column] = [Math.floor(i / SQUARE), i % SQUARE];
    if (turn & 1) row = SQUARE - 1 - row;
    if (turn & 2) column = SQUARE - 1 - column;
    if (turn & 4) [row, column] = [column, row];
    const value = plane.data[(y + row) * plane.width + x + column] as number;
    result[i] = 0.5 + contrast * (value - 0.5) + brightness;
  }
  return result;
}

/** A square's upper left corner. */
interface Place {
  plane: PlanarImage;
  x: number;
  y: number;
}

function place(planes: readonly PlanarImage[], draw: Random): Place {
  const plane = byArea(planes, draw);
  return {
    plane,
    x: draw.integer(plane.width - SQUARE + 1),
    y: draw.integer(plane.height - SQUARE + 1),
  };
}

function isFlat({ width, data }: PlanarImage, x: number, y: number): boolean {
  let [sum, squares] = [0, 0];
  for (let row = y; row < y + SQUARE; row++) {
    for (const value of data.subarray(row * width + x, row * width + x + SQUARE)) {
      sum += value;
      squares += value ** 2;
    }
  }
  const mean = sum / SQUARE ** 2;
  return squares / SQUARE ** 2 - mean ** 2 < FLAT ** 2;
}

function byArea(planes: readonly PlanarImage[], draw: Random): PlanarImage {
  const areas = planes.map(({ width, height }) => width * height);
  let left = draw.uniform() * areas.reduce((a, b) => a + b, 0);
  const index = areas.findIndex((area) => {
    left -= area;
    return left < 0;
  });
  return planes[Math.max(0, index)] as PlanarImage;
}

/**
 * Dead leaves: disks of radii with density 1/r³, each of one gray, shaded, or striped, drawn over each other at twice
 * the size and shrunk, so that edges are as sharp as a camera's (R. Achddou, Y. Gousseau, S. Ladjal, "Synthetic Images
 * as a Regularity Prior for Image Restoration Neural Networks", SSVM 2021).
 */
function deadLeaves(draw: Random): Float32Array {
  const side = 2 * SQUARE;
  const large = planarImage(side, side, 1);
  large.data.fill(draw.uniform());
  const [least, most] = [3, 80];
  for (let disk = 0; disk < 150; disk++) {
    const share = draw.uniform();
    const radius = (share / most ** 2 + (1 - share) / least ** 2) ** -0.5;
    const [cx, cy] = [draw.uniform() * side, draw.uniform() * side];
    const gray = draw.uniform();
    const [gx, gy] = [draw.normal() / 200, draw.normal() / 200];
    const isStriped = draw.uniform() < 0.3;
    const frequency = 0.2 + 1.2 * draw.uniform();
    const angle = Math.PI * draw.uniform();
    const [fx, fy] = [frequency * Math.cos(angle), frequency * Math.sin(angle)];
    const depth = 0.2 * draw.uniform();
    for (let y = Math.max(0, Math.ceil(cy - radius)); y < Math.min(side, cy + radius); y++) {
      const half = Math.sqrt(Math.max(0, radius ** 2 - (y - cy) ** 2));
      for (let x = Math.max(0, Math.ceil(cx - half)); x < Math.min(side, cx + half); x++) {
        const stripes = isStriped ? depth * Math.sin(fx * x + fy * y) : 0;
        large.data[y * side + x] = gray + gx * (x - cx) + gy * (y - cy) + stripes;
      }
    }
  }
  return imresize(large, { scale: 0.5 }).data;
}
