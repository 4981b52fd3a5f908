/**
 * The training loop: feeds crops, runs the graph chunk by chunk, keeps the schedule and the history.
 *
 * It knows nothing of what the networks look like; what goes on inside an iteration is training-step.ts, what changes
 * between iterations schedule.ts.
 */
import { throwIfAborted, yieldToEventLoop } from "../abort.js";
import { type Kernel, kernel } from "../kernel/index.js";
import type { EngineTensor, Session } from "../runtime/session.js";
import type { CropFeed } from "./crop-feed.js";
import type { TrainingState } from "./initial-state.js";
import type { KernelGanSettings } from "./presets.js";
import { CONTROL_NAMES, Schedule } from "./schedule.js";
import { LOSS_NAMES, type TrainingGraph } from "./training-step.js";

/** Names of the recorded losses. */
export type LossName = (typeof LOSS_NAMES)[number];

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

/** Where a run stands. */
export interface TrainingProgress {
  /** Iterations done. */
  iteration: number;
  iterations: number;
  /** Losses of the last iteration, unweighted. */
  losses: Record<LossName, number>;
  /** The kernel as it is now, raw. */
  kernel: Kernel;
  dMaps: DMaps;
  /** Mean time of an iteration so far. */
  msPerIteration: number;
  secondsLeft: number;
}

/** What a run leaves behind. */
export interface TrainingResult {
  /** The kernel G folds to after the last iteration, not post-processed. */
  rawKernel: Kernel;
  history: LossHistory;
  dMaps: DMaps;
  /** Whether the bicubic warm-up ended, i.e. the late terms were on at the end. */
  warmUpEnded: boolean;
  /** Iterations done: fewer than asked for if the numbers stopped being finite. */
  iterations: number;
  finite: boolean;
  seconds: number;
}

export interface TrainOptions {
  signal: AbortSignal | undefined;
  onProgress: ((progress: TrainingProgress) => void) | undefined;
}

/** Time a chunk should take: often enough for a progress display and for stopping at once. */
const CHUNK_MS = 100;
/** Iterations of the first chunk, whose time decides the length of the next. */
const FIRST_CHUNK = 2;
/** Bounds the memory of a chunk's crops, about 0.3 MB an iteration. */
const LONGEST_CHUNK = 40;

/**
 * Trains from `state` to the end.
 *
 * @throws KernelGanError `aborted` if the signal fires; checked between chunks, some ten times a second
 */
export async function train(
  session: Session,
  { layout }: TrainingGraph,
  settings: KernelGanSettings,
  state: TrainingState,
  feed: CropFeed,
  { signal, onProgress }: TrainOptions,
): Promise<TrainingResult> {
  const started = performance.now();
  const schedule = new Schedule(settings);
  const { iterations } = settings;
  const history = Object.fromEntries(
    LOSS_NAMES.map((name) => [name, new Float32Array(iterations)]),
  ) as LossHistory;
  let current: Record<string, EngineTensor> = Object.fromEntries(
    layout.state.map(({ name, shape }) => [name, session.tensor(state[name], shape)]),
  );
  const n = layout.sizes.kernelSize;
  const mapLength = layout.results.find(({ name }) => name === "realMap")?.shape[0] as number;
  let rawKernel = kernel(n);
  let dMaps: DMaps = {
    size: Math.sqrt(mapLength),
    real: new Float32Array(mapLength),
    fake: new Float32Array(mapLength),
  };
  let finite = true;
  let done = 0;
  let chunk = FIRST_CHUNK;
  while (done < iterations && finite) {
    throwIfAborted(signal);
    const steps = Math.min(chunk, iterations - done, schedule.steadyFor(done));
    const chunkStarted = performance.now();
    const crops = feed.draw(steps);
    const controls = new Float32Array(steps * CONTROL_NAMES.length);
    for (let i = 0; i < steps; i++) {
      const values = schedule.controls(done + i);
      CONTROL_NAMES.forEach((name, j) => {
        controls[i * CONTROL_NAMES.length + j] = values[name];
      });
    }
    const numbers = { ...crops, controls };
    const feeds = Object.fromEntries(
      layout.feeds.map(({ name, shape }) => [name, session.tensor(numbers[name], [steps, ...shape])]),
    );
    const results = await session.run({ ...current, ...feeds });
    current = Object.fromEntries(layout.state.map(({ name }) => [name, results[`${name}.out`]]));

    const losses = results["losses.out"].data as Float32Array;
    for (let i = 0; i < steps; i++) {
      LOSS_NAMES.forEach((name, j) => {
        history[name][done + i] = losses[i * LOSS_NAMES.length + j];
      });
      schedule.observe(done + i, history.bicubic[done + i]);
    }
    const kernels = results["kernel.out"].data as Float32Array;
    const latest = kernels.subarray((steps - 1) * n * n);
    finite = losses.every(Number.isFinite) && latest.every(Number.isFinite);
    if (finite) {
      rawKernel = kernel(n, latest);
      const lastMap = (name: string): Float32Array =>
        (results[`${name}.out`].data as Float32Array).slice((steps - 1) * mapLength);
      dMaps = { size: dMaps.size, real: lastMap("realMap"), fake: lastMap("fakeMap") };
    }
    done += steps;
    const elapsed = performance.now() - started;
    const msPerIteration = elapsed / done;
    onProgress?.({
      iteration: done,
      iterations,
      losses: Object.fromEntries(LOSS_NAMES.map((name) => [name, history[name][done - 1]])) as Record<
        LossName,
        number
      >,
      kernel: rawKernel,
      dMaps,
      msPerIteration,
      secondsLeft: ((iterations - done) * msPerIteration) / 1000,
    });
    const perIteration = (performance.now() - chunkStarted) / steps;
    chunk = Math.max(1, Math.min(LONGEST_CHUNK, 4 * chunk, Math.round(CHUNK_MS / perIteration)));
    await yieldToEventLoop();
  }
  throwIfAborted(signal);
  for (const name of LOSS_NAMES) history[name] = history[name].subarray(0, done);
  return {
    rawKernel,
    history,
    dMaps,
    warmUpEnded: schedule.lateTermsOn,
    iterations: done,
    finite,
    seconds: (performance.now() - started) / 1000,
  };
}
