/**
 * Trains KernelGAN's runs side by side, on the processors that there are: each in a process, on one thread. A second
 * thread would gain next to nothing, and in one process they would wait for each other, as ONNX Runtime does not return
 * while it computes.
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { AbortError, KernelGanError, type TrainingProgress } from "@kernelgan/core";
import {
  openTrainer,
  type RunTrainer,
  type TrainingResult,
  type TrainingTask,
  type TrainOptions,
} from "@kernelgan/core/internal";
import workerpool, { type Pool } from "workerpool";
import { unlessAborted } from "../files/unless-aborted.js";
import { type Answer, resultOf } from "./answer.js";
import { TRAINING_PROCESS } from "./training-process-options.js";

const WORKER = new URL("run-trainer-worker.js", import.meta.url);

/** Devices that are processors. */
const ON_PROCESSORS: readonly string[] = ["auto", "cpu", "wasm"];

/** Pixels of all processes' copies of the image together: each process takes 85 MB, and 30 bytes a pixel. */
const MAX_COPIED_PIXELS = 16_000_000;

/**
 * Opens trainers for so many runs, each in a process of its own.
 *
 * @returns undefined where the runs are better trained here, one after the other: where there is one thread, one
 *   processor or one run, where the image is so large that copies of it would take too much memory, and where no
 *   processes can be started
 * @throws KernelGanError as openTrainer; `aborted`
 */
export async function trainersInProcesses(
  task: TrainingTask,
  runs: number,
  signal: AbortSignal | undefined,
): Promise<RunTrainer[] | undefined> {
  const count = trainersFor(task, runs);
  if (count < 2 || !existsSync(WORKER)) return undefined;
  const opened = await Promise.allSettled(
    Array.from({ length: count }, () => openInProcess({ ...task, threads: 1 }, signal)),
  );
  const trainers = opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const failures = opened.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  if (failures.length === 0) return trainers;
  await Promise.all(trainers.map((trainer) => trainer.close()));
  const known = failures.find((reason) => reason instanceof KernelGanError);
  if (known) throw known;
  return undefined;
}

/** How many trainers work at a time. */
export function trainersFor(
  { image, device, threads = Number.POSITIVE_INFINITY }: Pick<TrainingTask, "image" | "device" | "threads">,
  runs: number,
): number {
  if (!ON_PROCESSORS.includes(device)) return 1;
  const copies = Math.floor(MAX_COPIED_PIXELS / (image.width * image.height));
  return Math.max(1, Math.min(availableParallelism(), threads, runs, copies));
}

async function openInProcess(task: TrainingTask, signal: AbortSignal | undefined): Promise<RunTrainer> {
  const pool = workerpool.pool(fileURLToPath(WORKER), TRAINING_PROCESS);
  let isClosed = false;
  let here: RunTrainer | undefined;
  const close = async (): Promise<void> => {
    isClosed = true;
    // Nobody waits for its end.
    void pool.terminate(true).catch(() => {});
    await here?.close();
  };
  try {
    const opening = pool.exec("open", [task]) as PromiseLike<Answer<RunTrainer["engine"]>>;
    const engine = resultOf(await unlessAborted(opening, signal));
    return {
      engine,
      close,
      async train(seed, options) {
        if (!here) {
          const answer = await answerOf(pool, seed, options);
          if (answer) return resultOf(answer);
          if (isClosed) throw new AbortError("closed");
          // The process has died, perhaps for want of memory; the run is trained here, from its beginning.
          here = await openTrainer(task);
        }
        return here.train(seed, options);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the process answers; undefined if it died. */
async function answerOf(
  pool: Pool,
  seed: number,
  { signal, onProgress }: TrainOptions,
): Promise<Answer<TrainingResult> | undefined> {
  let fail: (error: unknown) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Where this is called nobody would catch what it throws.
  const on = (progress: TrainingProgress): void => {
    try {
      onProgress?.(progress);
    } catch (error) {
      fail(error);
    }
  };
  const call = pool.exec("train", [seed, onProgress !== undefined], { on }).then(
    (answer: Answer<TrainingResult> | undefined) => answer,
    () => undefined,
  );
  return unlessAborted(Promise.race([failure, call]), signal);
}
