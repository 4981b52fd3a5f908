/**
 * Whether what looks like a blur is the picture's grain. Film, and noise that was smoothed or scaled with its picture,
 * is correlated: its spectrum falls like that of a blurred scene, and where the scene has little detail of its own,
 * behind the focus, a kernel is found that is the grain's. Taking it back makes the grain stronger.
 *
 * A scene is not equally rough everywhere, grain is. With P_i(b) the mean square of the cosine transform of a block b
 * of 16×16 pixels over a band of frequencies, bands 1 to 4 from 0.12, 0.18, 0.25 and 0.34 to 0.43 cycles per pixel,
 * m(b) = (P₁ + P₂ + P₃)(b)/3, Q the quiet blocks, the tenth with the smallest m, and q the share of all blocks whose m
 * is less than twice the mean over Q, the probability of grain is
 *
 *     p = 1 / (1 + exp(−z)),
 *     z = w₀ + w₁ log q + w₂ log(N₃ / N₄) + w₃ log(A₃ / A₄) + w₄ min(0, log(N₃ / N₄) − 0.6),
 *     N_i = mean_Q P_i,   A_i = mean P_i:
 *
 * how many blocks are as quiet as the quietest, and whether these are as far from white noise as the others; a scene's
 * quiet places have little but white noise at the higher frequencies. The weights are a logistic regression by
 * `npm run bench:fit-grain`.
 */
import type { PlanarImage } from "../../image/index.js";
import { cosines } from "../../math/cosines.js";
import { logistic } from "../../math/logistic.js";

/** Side of a block. */
const SIDE = 16;
/** Limits of the four bands in cycles per pixel. */
const BANDS = [0.12, 0.18, 0.25, 0.34, 0.43] as const;
/** Distance of the blocks; greater in large images, of which about this many blocks are used. */
const STEP = 8;
const MAX_BLOCKS = 1600;
/** A smaller image has too few quiet blocks to say that they are alike. */
const MIN_SIDE = 150;
/**
 * Blocks with more clipped pixels, of 256, are left out: nothing of the grain is left there. Of white paper half of it
 * is. With 5 pages and drawings under grain had too few blocks left (11 of 18); of photographs as many are found grainy
 * with 5 as with 128 and 200 (`npm run bench:fit-grain`).
 */
const MAX_CLIPPED = 200;
/** The share of quiet blocks, and how many there must be. */
const QUIET = 0.1;
const MIN_QUIET = 6;
/** A block that is as quiet as these has less than this many times their power. */
const AS_QUIET = 2;
/** Added to powers before their logarithm, so that it stays finite; in squared gray levels of 255. */
const POWER_OFFSET = 0.02;
/** log(N₃ / N₄) of grain that is correlated over half a pixel; noise with less is nearly white. */
const MIN_FALL = 0.6;
/**
 * The most power that grain has in band 2, in squared gray levels: that of 15 levels, correlated over a pixel, is 460.
 * A facade or a field that is the same everywhere has 1000 and more. A safety limit just above such grain, and not
 * fitted.
 */
const MAX_POWER = 490;
/** w₀ to w₄. */
export const GRAIN_WEIGHTS = [7.743, 4.622, 2.672, -3.578, 13.863] as const;
/**
 * The probability from which on the picture is grainy. Chosen by hand, and little depends on it: from 0.5 to 0.9 on,
 * none of 131 blurred cases of 12 photographs (BSD68, Urban100) is found grainy, and the same 2 of 10 grainy ones
 * (`npm run bench:fit-grain`).
 */
export const MIN_GRAIN = 0.7;

const COSINES = cosines(SIDE);
/** The number of frequencies along each axis that the bands have a part of. */
const USED = Math.ceil(2 * SIDE * BANDS[4]);
/** The band of the coefficient USED·u + v; −1 for none. */
const BAND = Int8Array.from({ length: USED * USED }, (_, k) => {
  const frequency = Math.hypot(Math.floor(k / USED), k % USED) / (2 * SIDE);
  return BANDS.slice(1).findIndex((end, i) => frequency >= BANDS[i]! && frequency < end);
});
const BAND_SIZES = [0, 1, 2, 3].map((band) => BAND.reduce((count, b) => count + Number(b === band), 0));

/** P₁ to P₄ of a block. */
type BandPowers = readonly [number, number, number, number];

/**
 * The terms of z, beginning with 1; undefined where the image is too small, clipped nearly everywhere, or rougher than
 * grain makes it.
 *
 * @param gray [1, h, w], values in [0, 1]
 */
export function grainTerms(gray: PlanarImage): number[] | undefined {
  if (Math.min(gray.width, gray.height) < MIN_SIDE) return undefined;
  const blocks = bandPowers(gray).map((powers) => ({
    powers,
    middle: (powers[0] + powers[1] + powers[2]) / 3,
  }));
  const quiet = blocks.toSorted((a, b) => a.middle - b.middle).slice(0, Math.round(QUIET * blocks.length));
  if (quiet.length < MIN_QUIET) return undefined;
  const mean = (of: typeof blocks, band: number): number =>
    of.reduce((sum, { powers }) => sum + powers[band]!, 0) / of.length;
  if (mean(quiet, 1) > MAX_POWER) return undefined;
  const limit = (AS_QUIET * quiet.reduce((sum, { middle }) => sum + middle, 0)) / quiet.length;
  const asQuiet = blocks.filter(({ middle }) => middle < limit).length / blocks.length;
  /** log of the power of band 3 over that of band 4. */
  const fall = (of: typeof blocks): number =>
    Math.log((POWER_OFFSET + mean(of, 2)) / (POWER_OFFSET + mean(of, 3)));
  const ofQuiet = fall(quiet);
  return [1, Math.log(asQuiet), ofQuiet, fall(blocks), Math.min(0, ofQuiet - MIN_FALL)];
}

/** Whether there is so much grain, and so alike everywhere, that a kernel would be the grain's. */
export function isGrainy(gray: PlanarImage): boolean {
  const terms = grainTerms(gray);
  return terms !== undefined && logistic(GRAIN_WEIGHTS, terms) > MIN_GRAIN;
}

/** Of blocks that are spread over the image, without those that are clipped. */
function bandPowers({ width, height, data }: PlanarImage): BandPowers[] {
  const step = Math.max(STEP, Math.sqrt((width * height) / MAX_BLOCKS));
  const levels = new Float64Array(SIDE * SIDE);
  const rows = new Float64Array(SIDE * USED);
  const found: BandPowers[] = [];
  for (let top = 0; top + SIDE <= height; top += step) {
    for (let left = 0; left + SIDE <= width; left += step) {
      const corner = Math.floor(top) * width + Math.floor(left);
      let clipped = 0;
      for (let i = 0; i < levels.length; i++) {
        const level = 255 * data[corner + Math.floor(i / SIDE) * width + (i % SIDE)]!;
        levels[i] = level;
        if (level < 1 || level > 254) clipped++;
      }
      if (clipped <= MAX_CLIPPED) found.push(powersOf(levels, rows));
    }
  }
  return found;
}

/** @param rows room for the transforms of the block's rows */
function powersOf(levels: Float64Array, rows: Float64Array): BandPowers {
  for (let i = 0; i < SIDE; i++) {
    for (let v = 0; v < USED; v++) {
      let sum = 0;
      for (let j = 0; j < SIDE; j++) sum += COSINES[SIDE * v + j]! * levels[SIDE * i + j]!;
      rows[USED * i + v] = sum;
    }
  }
  const powers: [number, number, number, number] = [0, 0, 0, 0];
  for (let u = 0; u < USED; u++) {
    for (let v = 0; v < USED; v++) {
      const band = BAND[USED * u + v]!;
      if (band < 0) continue;
      let sum = 0;
      for (let i = 0; i < SIDE; i++) sum += COSINES[SIDE * u + i]! * rows[USED * i + v]!;
      powers[band]! += (sum * sum) / BAND_SIZES[band]!;
    }
  }
  return powers;
}
