/**
 * The direction of the edges at each pixel: the structure tensor,
 *
 *     J = G ⋆ ∇x ∇xᵀ,   coherence = (λ₁ − λ₂) / (λ₁ + λ₂ + ε),   direction = ½ atan2(2 J₁₂, J₁₁ − J₂₂),
 *
 * with G a small window, quantised into classes: one for pixels without a direction, and one for each of several
 * directions in each of several ranges of the coherence.
 *
 * Reference: J. Bigün, G. H. Granlund, "Optimal Orientation Detection of Linear Symmetry", ICCV 1987.
 */
import type { PlanarImage } from "../../image/index.js";
import type { Pause } from "../../pause.js";

/** Cells of CELL × CELL pixels have one class. */
export const CELL = 2;
/** The window G along each axis, in cells: nearly a Gaussian of σ = 1 cell. */
const WINDOW = [1, 4, 6, 4, 1].map((weight) => weight / 16);

/**
 * The constants of the classes; `npm run bench:fit-fast` prints what others give on named photographs: half or twice
 * these, differences of 0.01 dB at most.
 */
export interface OrientationConstants {
  /** Directions, over 180°. */
  readonly directions: number;
  /** Where the ranges of the coherence begin. */
  readonly coherences: readonly number[];
  /** ε: weaker gradients, squared, have no direction. */
  readonly minGradient: number;
}

export const ORIENTATION_CONSTANTS: OrientationConstants = {
  directions: 12,
  coherences: [0.2, 0.4, 0.7],
  minGradient: 1e-6,
};

/** How many classes the method has. */
export const CLASSES = classCount(ORIENTATION_CONSTANTS);

/** One without a direction, and one for each direction in each range. */
function classCount({ directions, coherences }: OrientationConstants): number {
  return 1 + coherences.length * directions;
}

/** The class of each cell. */
export interface ClassMap {
  /** Cells in a row. */
  readonly width: number;
  readonly height: number;
  /** From 0, no direction, to `count` − 1. */
  readonly classes: Uint8Array;
  /** How many classes there are. */
  readonly count: number;
}

/**
 * @param image [1, h, w].
 * @param constants other constants than the method's, to measure them.
 * @returns ⌈h / CELL⌉ rows of ⌈w / CELL⌉ cells.
 */
export async function classMap(
  { width, height, data }: PlanarImage,
  pause: Pause,
  constants: OrientationConstants = ORIENTATION_CONSTANTS,
): Promise<ClassMap> {
  const { directions, coherences, minGradient } = constants;
  const columns = Math.ceil(width / CELL);
  const rows = Math.ceil(height / CELL);
  const plane = (): Float32Array => new Float32Array(columns * rows);
  const [xx, yy, xy] = [plane(), plane(), plane()];
  for (let y = 0; y < height; y++) {
    await pause();
    const up = Math.max(0, y - 1) * width;
    const down = Math.min(height - 1, y + 1) * width;
    const cells = Math.floor(y / CELL) * columns;
    for (let x = 0; x < width; x++) {
      const dy = 0.5 * (data[down + x]! - data[up + x]!);
      const row = y * width;
      const dx = 0.5 * (data[row + Math.min(width - 1, x + 1)]! - data[row + Math.max(0, x - 1)]!);
      const cell = cells + Math.floor(x / CELL);
      xx[cell]! += dx * dx;
      yy[cell]! += dy * dy;
      xy[cell]! += dx * dy;
    }
  }
  for (const component of [xx, yy, xy]) {
    await pause();
    smooth(component, columns, rows);
  }
  const classes = new Uint8Array(columns * rows);
  for (let i = 0; i < classes.length; i++) {
    const difference = xx[i]! - yy[i]!;
    const strength =
      Math.sqrt(difference ** 2 + 4 * xy[i]! ** 2) / (xx[i]! + yy[i]! + CELL ** 2 * minGradient);
    let range = 0;
    while (range < coherences.length && strength >= coherences[range]!) range++;
    if (range === 0) continue;
    // Twice the direction's angle, as a share of the full circle.
    const turn = Math.atan2(2 * xy[i]!, difference) / (2 * Math.PI) + 0.5;
    classes[i] = 1 + (range - 1) * directions + (Math.floor(turn * directions) % directions);
  }
  return { width: columns, height: rows, classes, count: classCount(constants) };
}

/** Convolves with the window along both axes, in place; the border cells repeat. */
function smooth(plane: Float32Array, width: number, height: number): void {
  const reach = (WINDOW.length - 1) / 2;
  const line = new Float64Array(Math.max(width, height));
  const pass = (start: number, step: number, length: number): void => {
    for (let i = 0; i < length; i++) line[i] = plane[start + i * step]!;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let t = -reach; t <= reach; t++) {
        sum += WINDOW[t + reach]! * line[Math.min(length - 1, Math.max(0, i + t))]!;
      }
      plane[start + i * step] = sum;
    }
  };
  for (let y = 0; y < height; y++) pass(y * width, 1, width);
  for (let x = 0; x < width; x++) pass(x, width, height);
}
