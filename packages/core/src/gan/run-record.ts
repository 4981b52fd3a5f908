/** What a training run records: losses of all iterations, the latest kernel, the latest D-maps. */
import { type Kernel, kernel } from "../kernel/index.js";
import { type EngineTensor, numbersOf } from "../runtime/session.js";
import { recordOf } from "./collections.js";
import { dMapSize, LOSS_NAMES, type LossName, type TrainingSizes } from "./training-layout.js";

/** Each loss, unweighted, for every iteration done. */
export type LossHistory = Record<LossName, Float32Array>;

/** A D-map over D's current crops: for each pixel the probability that its patch is real. */
export interface DMaps {
  /** Side length of both maps. */
  size: number;
  /** The map of the crop of the image, size × size values in (0, 1). */
  real: Float32Array;
  /** The map of what G made. */
  fake: Float32Array;
}

export class RunRecord {
  /** Iterations done. */
  iterations = 0;
  /** Whether all numbers so far were finite. */
  finite = true;
  /** The kernel that G folds to, not post-processed; of the last iterations whose numbers were finite. */
  rawKernel: Kernel;
  dMaps: DMaps;
  readonly #losses: LossHistory;

  /** @param capacity the most iterations there will be */
  constructor(sizes: TrainingSizes, capacity: number) {
    const size = dMapSize(sizes);
    this.rawKernel = kernel(sizes.kernelSize);
    this.dMaps = { size, real: new Float32Array(size ** 2), fake: new Float32Array(size ** 2) };
    this.#losses = recordOf(LOSS_NAMES, () => new Float32Array(capacity));
  }

  /** Adds what a chunk of `steps` iterations gave. */
  add(results: Readonly<Record<string, EngineTensor>>, steps: number): void {
    const losses = numbersOf(results, "losses.out");
    for (const [j, name] of LOSS_NAMES.entries()) {
      const history = this.#losses[name];
      for (let i = 0; i < steps; i++) history[this.iterations + i] = losses[i * LOSS_NAMES.length + j]!;
    }
    this.iterations += steps;
    const ofLastStep = (name: string, length: number): Float32Array =>
      numbersOf(results, name).slice((steps - 1) * length, steps * length);
    const n = this.rawKernel.size;
    const latest = ofLastStep("kernel.out", n * n);
    this.finite = losses.every(Number.isFinite) && latest.every(Number.isFinite);
    if (!this.finite) return;
    const { size } = this.dMaps;
    this.rawKernel = kernel(n, latest);
    this.dMaps = {
      size,
      real: ofLastStep("realMap.out", size ** 2),
      fake: ofLastStep("fakeMap.out", size ** 2),
    };
  }

  /** The losses of an iteration, 0-based. */
  lossesAt(iteration: number): Record<LossName, number> {
    return recordOf(LOSS_NAMES, (name) => this.#losses[name][iteration]!);
  }

  /** The losses so far. */
  get history(): LossHistory {
    return recordOf(LOSS_NAMES, (name) => this.#losses[name].subarray(0, this.iterations));
  }
}
