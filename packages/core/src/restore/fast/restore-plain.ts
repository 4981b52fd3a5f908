/**
 * The method of restore-fast.ts in plain TypeScript, on one thread: the reference, and for where there is no engine.
 */
import { type PlanarImage, planeOf } from "../../image/index.js";
import { type Pause, pauses } from "../../pause.js";
import { bicubicStart } from "./bicubic-start.js";
import { DataStep } from "./data-step.js";
import { extrapolate } from "./extrapolate.js";
import type { FastTask } from "./fast-task.js";
import { joinColour, splitColour } from "./luma-chroma.js";
import { type ClassMap, classMap } from "./orientation.js";
import { learnBases, PATCH_SIDE, type PatchBases } from "./patch-bases.js";
import { shrinkPatches } from "./patch-shrinkage.js";
import { type FastConstants, type Round, schedule } from "./schedule.js";

/** The time of the chroma in rounds of the luma, for the progress. */
const CHROMA_ROUNDS = 2;

/**
 * As restoreFast. Memory: some 40 bytes per pixel of the result, at ×3 and more 44.
 *
 * @returns not clipped
 */
export async function restorePlain(task: FastTask): Promise<PlanarImage> {
  const { image, noise, constants, signal, onProgress } = task;
  const colour = image.channels === 3;
  const { luma, chroma } = colour ? splitColour(image) : { luma: image, chroma: undefined };
  const plan = schedule(noise, constants);
  const rounds = constants.rounds + (colour ? CHROMA_ROUNDS : 0);
  const solver = new Solver(task, pauses(signal));
  const large = await solver.luma(luma, plan.luma, plan.finalLambda, (done) => onProgress?.(done / rounds));
  if (!chroma) return large;
  const largeChroma = await solver.chroma(chroma, plan.chroma);
  onProgress?.(1);
  return joinColour(large, largeChroma);
}

/** The two steps, and their state. */
class Solver {
  readonly #dataStep: DataStep;
  readonly #scale: number;
  readonly #constants: FastConstants;
  readonly #pause: Pause;
  #map: ClassMap | undefined;
  #bases: PatchBases | undefined;

  constructor({ kernel, scale, image, known, constants, tileSize }: FastTask, pause: Pause) {
    this.#dataStep = new DataStep(kernel, scale, image, known, { tileSize, constants });
    this.#scale = scale;
    this.#constants = constants;
    this.#pause = pause;
  }

  async luma(
    y: PlanarImage,
    rounds: readonly Round[],
    finalLambda: number,
    onRound: (done: number) => void,
  ): Promise<PlanarImage> {
    let z = await bicubicStart(y, this.#scale, this.#pause);
    const last = this.#fits(z) && this.#constants.firstMomentum > 0 ? z.data.slice() : undefined;
    for (const [i, round] of rounds.entries()) {
      if (round.isLearning) await this.#learn(z);
      await this.#dataStep.apply(z, y, round.lambda, this.#pause);
      z = await this.#denoise(z, round);
      if (last) extrapolate(z.data, last, round.momentum);
      onRound(i + 1);
    }
    await this.#dataStep.apply(z, y, finalLambda, this.#pause);
    return z;
  }

  /** To be called after {@link luma}, whose bases it uses. */
  async chroma(y: PlanarImage, rounds: readonly [Round, Round]): Promise<PlanarImage> {
    const z = await bicubicStart(y, this.#scale, this.#pause);
    await this.#dataStep.apply(z, y, rounds[0].lambda, this.#pause);
    for (const [channel, round] of rounds.entries()) {
      const plane = planeOf(z, channel);
      plane.data.set((await this.#denoise(plane, round)).data);
    }
    return z;
  }

  async #learn(z: PlanarImage): Promise<void> {
    if (!this.#fits(z)) return;
    this.#map = await classMap(z, this.#pause, this.#constants);
    this.#bases = learnBases(z, this.#map, this.#constants);
  }

  async #denoise(x: PlanarImage, { threshold, grid, weightOffset }: Round): Promise<PlanarImage> {
    if (!this.#map || !this.#bases) return x;
    return shrinkPatches(x, this.#map, this.#bases, threshold, grid, weightOffset, this.#pause);
  }

  /** Whether the image is as large as a patch; smaller ones are not denoised. */
  #fits({ width, height }: PlanarImage): boolean {
    return Math.min(width, height) >= PATCH_SIDE;
  }
}
