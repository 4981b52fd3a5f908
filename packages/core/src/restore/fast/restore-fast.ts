/**
 * Super-resolution for a known kernel in seconds, without trained weights: half-quadratic splitting. Two steps
 * alternate,
 *
 *     x ← argmin ‖(x ⋆ k)↓s − y‖² + λ_i ‖x − z‖²     (data-step.ts: explain the image)
 *     z ← denoise(x, σ_i)                            (patch-shrinkage.ts: look like an image)
 *
 * while the strength σ_i of the denoiser falls and λ_i = c·σ²/σ_i² rises, σ being the noise of y. The denoiser
 * thresholds patches in bases that are learned from the image as it emerges (patch-bases.ts).
 *
 * Colour: the degradation is the same for each plane of (Y, C_b, C_r). Detail is in Y; one round is enough for the others, with
 * the bases that were learned on Y.
 *
 * Reference: K. Zhang, Y. Li, W. Zuo, L. Zhang, L. Van Gool, R. Timofte, "Plug-and-Play Image Restoration with Deep
 * Denoiser Prior", IEEE Trans. Pattern Analysis and Machine Intelligence 44(10), 2022 (the scheme and the rule for λ).
 */
import { throwIfAborted } from "../../abort.js";
import { crop, imresize, type PlanarImage, planarImage } from "../../image/index.js";
import { type Kernel, normaliseKernel } from "../../kernel/index.js";
import { BICUBIC_REACH, paste, tiles } from "../tiles.js";
import { DataStep } from "./data-step.js";
import { joinColour, splitColour } from "./luma-chroma.js";
import { type ClassMap, classMap } from "./orientation.js";
import { learnBases, PATCH_SIDE, type PatchBases } from "./patch-bases.js";
import { type PatchGrid, shrinkPatches } from "./patch-shrinkage.js";
import { type Pause, pauses } from "./pause.js";

/** Options of {@link restoreFast}. */
export interface FastOptions {
  /**
   * σ: standard deviation of the noise to assume in the gray values, in [0, 1]. Too much makes the result softer and less
   * sensitive to errors of the kernel, too little amplifies noise. See assumed-noise.ts.
   */
  readonly noise: number;
  /** Other constants than the method's, to measure them. */
  readonly constants?: Partial<FastConstants> | undefined;
  /** Largest side of a tile in the data step, in pixels of the small image; default 256. */
  readonly tileSize?: number | undefined;
  /** Cancels the work, some twenty times a second. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each round with the share that is done, in (0, 1]. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** The constants of the method; `npm run bench:fit-fast` prints what others give on named photographs. */
export interface FastConstants {
  /** Rounds for the luma. More are a little better. */
  readonly rounds: number;
  /** c. */
  readonly dataWeight: number;
  /** τ / σ_i. */
  readonly threshold: number;
  /** σ_i in the first round, on [0, 1]. */
  readonly firstStrength: number;
  /** σ_i in the last round, on [0, 1], … */
  readonly lastStrength: number;
  /** … which is at least this multiple of σ. */
  readonly lastStrengthPerNoise: number;
  /** The bases are learned from the bicubic image, and once more before this round (from 0). */
  readonly learnAgainRound: number;
  /** Distance of neighbouring patches, in pixels. 1 is a little better, and takes four times as long. */
  readonly gridStep: number;
}

export const FAST_CONSTANTS: FastConstants = {
  rounds: 10,
  dataWeight: 0.7,
  threshold: 1.2,
  firstStrength: 50 / 255,
  lastStrength: 4 / 255,
  lastStrengthPerNoise: 3.3,
  learnAgainRound: 3,
  gridStep: 2,
};

/** The smallest σ: rounding to 8 bits, 0.29/255 in each channel, 0.19/255 in their weighted mean. */
const MIN_NOISE = 0.2 / 255;
/** Side of the tiles in which the bicubic image is made that the iteration starts from, in pixels of y. */
const BICUBIC_TILE = 256;
/** The time of the chroma in rounds of the luma, for the progress. */
const CHROMA_ROUNDS = 2;
/** Surroundings of a tile in the data step beyond the kernel's reach, in pixels of the small image: so many that no seam shows. */
const OVERLAP = 18;

/** The grid of a round: it begins at each of its possible positions in turn. */
function gridOf(round: number, step: number): PatchGrid {
  const i = round % step ** 2;
  return { step, x: i % step, y: (Math.floor(i / step) + i) % step };
}

/**
 * Upscales an image for the kernel it was made with.
 *
 * 384×256 ×2 takes about two seconds on one core. Memory: some 40 bytes per pixel of the result.
 *
 * @param image [1 or 3, h, w], values in [0, 1]: y.
 * @param kernel k as in kernel.ts, of any size; normalised here.
 * @param scale s, an integer ≥ 2.
 * @returns [c, s·h, s·w] on the grid that the kernel defines; not clipped.
 * @throws AbortError
 * @example await restoreFast(image, bicubicKernel(2), 2, { noise: 2 / 255 })
 */
export async function restoreFast(
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  options: FastOptions,
): Promise<PlanarImage> {
  const { noise, tileSize = 256, signal, onProgress } = options;
  const constants = { ...FAST_CONSTANTS, ...options.constants };
  throwIfAborted(signal);

  const colour = image.channels === 3;
  const { luma, chroma } = colour ? splitColour(image) : { luma: image, chroma: undefined };
  const rounds = constants.rounds + (colour ? CHROMA_ROUNDS : 0);
  const solver = new Solver(
    normaliseKernel(kernel),
    scale,
    image,
    tileSize,
    noise,
    constants,
    pauses(signal),
  );
  const large = await solver.luma(luma, (done) => onProgress?.(done / rounds));
  if (!chroma) return large;
  const largeChroma = await solver.chroma(chroma);
  onProgress?.(1);
  return joinColour(large, largeChroma);
}

/** The two steps, and their state. */
class Solver {
  readonly #dataStep: DataStep;
  readonly #scale: number;
  readonly #variance: number;
  readonly #lastStrength: number;
  readonly #constants: FastConstants;
  readonly #pause: Pause;
  #map: ClassMap | undefined;
  #bases: PatchBases | undefined;

  constructor(
    kernel: Kernel,
    scale: number,
    { width, height }: PlanarImage,
    tileSize: number,
    noise: number,
    constants: FastConstants,
    pause: Pause,
  ) {
    const overlap = OVERLAP + Math.ceil(kernel.size / scale);
    this.#dataStep = new DataStep(kernel, scale, width, height, tileSize, overlap);
    this.#scale = scale;
    this.#variance = Math.max(noise, MIN_NOISE) ** 2;
    this.#lastStrength = Math.max(constants.lastStrength, constants.lastStrengthPerNoise * noise);
    this.#constants = constants;
    this.#pause = pause;
  }

  async luma(y: PlanarImage, onRound: (done: number) => void): Promise<PlanarImage> {
    const { rounds, learnAgainRound } = this.#constants;
    let z = await this.#bicubic(y);
    for (let i = 0; i < rounds; i++) {
      if (i === 0 || i === learnAgainRound) await this.#learn(z);
      const strength = this.#strength(i);
      await this.#explain(z, y, strength);
      z = await this.#denoise(z, strength, i);
      onRound(i + 1);
    }
    return z;
  }

  /** To be called after {@link luma}, whose bases it uses. */
  async chroma(y: PlanarImage): Promise<PlanarImage> {
    const z = await this.#bicubic(y);
    await this.#explain(z, y, this.#lastStrength);
    for (const channel of [0, 1]) {
      const plane = planeOf(z, channel);
      plane.data.set((await this.#denoise(plane, this.#lastStrength, channel)).data);
    }
    return z;
  }

  /** From the first strength to the last, evenly in the square root. */
  #strength(round: number): number {
    const { rounds, firstStrength } = this.#constants;
    const share = rounds > 1 ? round / (rounds - 1) : 1;
    const first = Math.max(firstStrength, this.#lastStrength);
    return ((1 - share) * Math.sqrt(first) + share * Math.sqrt(this.#lastStrength)) ** 2;
  }

  async #learn(z: PlanarImage): Promise<void> {
    if (!this.#fits(z)) return;
    this.#map = await classMap(z, this.#pause);
    this.#bases = learnBases(z, this.#map);
  }

  /** The start of the iteration: bicubic interpolation, tile by tile. */
  async #bicubic(y: PlanarImage): Promise<PlanarImage> {
    const scale = this.#scale;
    const result = planarImage(scale * y.width, scale * y.height, y.channels);
    for (const tile of tiles(y.width, y.height, BICUBIC_TILE, BICUBIC_REACH)) {
      await this.#pause();
      paste(imresize(crop(y, tile.padded), { scale }), tile, scale, result);
    }
    return result;
  }

  #explain(z: PlanarImage, y: PlanarImage, strength: number): Promise<void> {
    return this.#dataStep.apply(
      z,
      y,
      (this.#constants.dataWeight * this.#variance) / strength ** 2,
      this.#pause,
    );
  }

  async #denoise(x: PlanarImage, strength: number, round: number): Promise<PlanarImage> {
    if (!this.#map || !this.#bases) return x;
    const { threshold, gridStep } = this.#constants;
    const grid = gridOf(round, gridStep);
    return shrinkPatches(x, this.#map, this.#bases, threshold * strength, grid, this.#pause);
  }

  /** Whether the image is as large as a patch; smaller ones are not denoised. */
  #fits({ width, height }: PlanarImage): boolean {
    return Math.min(width, height) >= PATCH_SIDE;
  }
}

/** One channel, as a view. */
function planeOf({ width, height, data }: PlanarImage, channel: number): PlanarImage {
  return planarImage(
    width,
    height,
    1,
    data.subarray(channel * width * height, (channel + 1) * width * height),
  );
}
