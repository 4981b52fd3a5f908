/**
 * Polar cells of the frequency plane: ANGLES directions over 180° times RADII bands of |f|, in which the logarithm of a
 * spectrum is averaged. Neighbouring cells overlap:
 *
 *     w(f) = max(0, 1 − | |f| − r_i | / 2h_i) · |cos(arg f − πj/ANGLES)|²⁴,
 *
 * with r_i the middle and h_i half the width of band i (at least 0.7 frequencies of the block). Band i of direction j
 * is cell j·RADII + i.
 */

/** Directions over 180°. */
export const ANGLES = 12;
/**
 * Limits of the bands in cycles per pixel. Below there are too few frequencies; the corners of the plane are left out.
 */
export const BAND_LIMITS = [
  0.035, 0.05, 0.07, 0.09, 0.11, 0.14, 0.17, 0.2, 0.24, 0.28, 0.32, 0.36, 0.4, 0.44, 0.48,
] as const;
/** Bands of |f|. */
export const RADII = BAND_LIMITS.length - 1;
/** Cells. */
export const CELLS = ANGLES * RADII;
/** The exponent of the cosine, and the weight below which a frequency is left out. */
const ANGULAR_EXPONENT = 24;
const MIN_WEIGHT = 1e-3;

/** A frequency in a cell. */
export interface CellFrequency {
  /** Index in a spectrum of size × size. */
  readonly index: number;
  /** f, in cycles per pixel. */
  readonly y: number;
  readonly x: number;
  /** w(f), of sum 1 over the cell. */
  readonly weight: number;
}

const known = new Map<number, readonly (readonly CellFrequency[])[]>();

/**
 * The cells of spectra of blocks of size × size, with the frequencies of one half plane (spectra are even).
 *
 * @returns CELLS lists; the same object at every call
 */
export function polarCells(size: number): readonly (readonly CellFrequency[])[] {
  const cells = known.get(size) ?? makeCells(size);
  known.set(size, cells);
  return cells;
}

function makeCells(size: number): CellFrequency[][] {
  const half = size / 2;
  const frequencies: { index: number; y: number; x: number; radius: number; angle: number }[] = [];
  for (let row = 0; row < half; row++) {
    for (let column = 1 - half; column < half; column++) {
      if (row === 0 && column <= 0) continue;
      const [y, x] = [row / size, column / size];
      const index = row * size + ((column + size) % size);
      frequencies.push({ index, y, x, radius: Math.hypot(y, x), angle: Math.atan2(y, x) });
    }
  }
  return Array.from({ length: CELLS }, (_, cell) => {
    const direction = (Math.PI * Math.floor(cell / RADII)) / ANGLES;
    const band = cell % RADII;
    const [from, to] = [BAND_LIMITS[band]!, BAND_LIMITS[band + 1]!];
    const reach = 2 * Math.max((to - from) / 2, 0.7 / size);
    const weighted: CellFrequency[] = [];
    for (const { index, y, x, radius, angle } of frequencies) {
      const radial = 1 - Math.abs(radius - (from + to) / 2) / reach;
      if (radial <= MIN_WEIGHT) continue;
      const weight = radial * Math.abs(Math.cos(angle - direction)) ** ANGULAR_EXPONENT;
      if (weight > MIN_WEIGHT) weighted.push({ index, y, x, weight });
    }
    return normalised(weighted);
  });
}

/** The frequencies with weights of sum 1. */
export function normalised(frequencies: readonly CellFrequency[]): CellFrequency[] {
  const sum = frequencies.reduce((total, { weight }) => total + weight, 0);
  return frequencies.map((frequency) => ({ ...frequency, weight: frequency.weight / sum }));
}
