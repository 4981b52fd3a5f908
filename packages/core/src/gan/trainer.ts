/**
 * The training loop: feeds crops, runs the graph chunk by chunk, keeps the schedule and the record.
 *
 * It does not know what the networks look like; what happens inside an iteration is training-iteration.ts, what changes
 * between iterations schedule.ts.
 */
import { throwIfAborted, yieldToEventLoop } from "../abort.js";
import type { Kernel } from "../kernel/index.js";
import { type EngineTensor, outputOf, type Session } from "../runtime/session.js";
import { zip } from "./collections.js";
import type { CropFeed } from "./crop-feed.js";
import type { KernelGanSettings } from "./presets.js";
import { type DMaps, type LossHistory, RunRecord } from "./run-record.js";
import { CONTROL_NAMES, Schedule } from "./schedule.js";
import type { TrainingGraph } from "./training-graph.js";
import {
  FEED_NAMES,
  type FeedName,
  flattenState,
  type LossName,
  type TrainingLayout,
  type TrainingState,
} from "./training-layout.js";

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

/** The outcome of a run. */
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
const MAX_CHUNK = 40;

/**
 * Trains from `state` to the end.
 *
 * @throws KernelGanError `aborted` if the signal fires; checked between chunks, some ten times a second
 */
export async function train(
  session: Session,
  { layout }: TrainingGraph,
  settings: KernelGanSettings,
  state: TrainingState<Float32Array>,
  feed: CropFeed,
  { signal, onProgress }: TrainOptions,
): Promise<TrainingResult> {
  const started = performance.now();
  const { iterations } = settings;
  const schedule = new Schedule(settings);
  const record = new RunRecord(layout.sizes, iterations);
  let current = stateTensors(session, layout, state);
  let chunk = FIRST_CHUNK;
  while (record.iterations < iterations && record.finite) {
    throwIfAborted(signal);
    const done = record.iterations;
    const steps = Math.min(chunk, iterations - done, schedule.steadyFor(done));
    const chunkStarted = performance.now();
    const numbers = { ...feed.draw(steps), controls: controlRows(schedule, done, steps) };
    const results = await session.run({ ...current, ...feedTensors(session, layout, numbers, steps) });
    current = stateOf(layout, results);
    record.add(results, steps);
    for (let i = done; i < done + steps; i++) schedule.observe(i, record.lossesAt(i).bicubic);
    onProgress?.(progressOf(record, iterations, performance.now() - started));
    const msPerIteration = (performance.now() - chunkStarted) / steps;
    chunk = Math.max(1, Math.min(MAX_CHUNK, 4 * chunk, Math.round(CHUNK_MS / msPerIteration)));
    await yieldToEventLoop();
  }
  throwIfAborted(signal);
  return {
    rawKernel: record.rawKernel,
    history: record.history,
    dMaps: record.dMaps,
    warmUpEnded: schedule.lateTermsOn,
    iterations: record.iterations,
    finite: record.finite,
    seconds: (performance.now() - started) / 1000,
  };
}

function stateTensors(
  session: Session,
  layout: TrainingLayout,
  state: TrainingState<Float32Array>,
): Record<string, EngineTensor> {
  const parts = zip(flattenState(layout.state), flattenState(state));
  return Object.fromEntries(parts.map(([{ name, shape }, values]) => [name, session.tensor(values, shape)]));
}

/** The state that a run ended with, to feed to the next. */
function stateOf(
  layout: TrainingLayout,
  results: Readonly<Record<string, EngineTensor>>,
): Record<string, EngineTensor> {
  return Object.fromEntries(
    flattenState(layout.state).map(({ name }) => [name, outputOf(results, `${name}.out`)]),
  );
}

function feedTensors(
  session: Session,
  layout: TrainingLayout,
  numbers: Readonly<Record<FeedName, Float32Array>>,
  steps: number,
): Record<string, EngineTensor> {
  return Object.fromEntries(
    FEED_NAMES.map((name) => [name, session.tensor(numbers[name], [steps, ...layout.feeds[name]])]),
  );
}

/** The controls of `steps` iterations from `first` on, a row each. */
function controlRows(schedule: Schedule, first: number, steps: number): Float32Array {
  const rows = Array.from({ length: steps }, (_, i) => {
    const controls = schedule.controls(first + i);
    return CONTROL_NAMES.map((name) => controls[name]);
  });
  return Float32Array.from(rows.flat());
}

function progressOf(record: RunRecord, iterations: number, elapsedMs: number): TrainingProgress {
  const done = record.iterations;
  const msPerIteration = elapsedMs / done;
  return {
    iteration: done,
    iterations,
    losses: record.lossesAt(done - 1),
    kernel: record.rawKernel,
    dMaps: record.dMaps,
    msPerIteration,
    secondsLeft: ((iterations - done) * msPerIteration) / 1000,
  };
}
