/**
 * What trains KernelGAN's runs on one image. Runs differ in their seeds alone, so they can be trained side by side: on
 * as many trainers as there are, each of which may be in a process of its own, as ONNX Runtime does not return while it
 * computes.
 */
import { CropFeed, cropSource } from "../gan/crop-feed.js";
import { initialState } from "../gan/initial-state.js";
import type { KernelGanSettings } from "../gan/presets.js";
import { type TrainingResult, type TrainOptions, train } from "../gan/trainer.js";
import { buildTrainingGraph } from "../gan/training-graph.js";
import type { TrainingSizes } from "../gan/training-layout.js";
import type { PlanarImage } from "../image/index.js";
import { openEngine } from "../runtime/device.js";
import type { Device, Engine } from "../runtime/engine.js";
import { openSession } from "../runtime/session.js";

/** What the runs of an estimate have in common: plain values, which can go to another process. */
export interface TrainingTask {
  /** [1 or 3, h, w], values in [0, 1]. */
  readonly image: PlanarImage;
  readonly sizes: TrainingSizes;
  /** Pixels along the borders that no crop touches. */
  readonly shave: number;
  readonly settings: KernelGanSettings;
  readonly device: Device;
  /** CPU threads; default: those of openEngine. */
  readonly threads?: number | undefined;
}

/** Trains one run at a time. */
export interface RunTrainer {
  readonly engine: Pick<Engine, "device" | "threads" | "warning">;
  /** @throws KernelGanError `aborted` */
  train(seed: number, options: TrainOptions): Promise<TrainingResult>;
  /** Frees what it holds; a training that is under way need not end. */
  close(): Promise<void>;
}

/**
 * Opens trainers that work side by side, for so many runs, and returns undefined where one after the other is better.
 * The trainers' results do not depend on how many there are.
 *
 * @throws KernelGanError as {@link openTrainer}, and `aborted`
 */
export type OpenTrainers = (
  task: TrainingTask,
  runs: number,
  signal: AbortSignal | undefined,
) => Promise<readonly RunTrainer[] | undefined>;

/**
 * Opens a trainer that computes here.
 *
 * @throws KernelGanError as cropSource and openEngine
 */
export async function openTrainer(task: TrainingTask): Promise<RunTrainer> {
  const { image, sizes, shave, settings, device, threads } = task;
  const source = cropSource(image, sizes, shave);
  const engine = await openEngine(device, threads);
  const training = buildTrainingGraph(sizes, settings, engine.dialect);
  const session = await openSession(engine, training.graph);
  return {
    engine: { device: engine.device, threads: engine.threads, warning: engine.warning },
    train: (seed, options) =>
      train(
        session,
        training,
        settings,
        initialState(training.layout, settings, seed),
        new CropFeed(source, sizes, settings, seed),
        options,
      ),
    close: () => session.release(),
  };
}
