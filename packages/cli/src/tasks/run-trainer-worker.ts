/** The process that trains some of KernelGAN's runs (training-processes.ts). */
import "./worker-globals.js";
import "./end-with-parent.js";
import {
  openTrainer,
  type RunTrainer,
  type TrainingResult,
  type TrainingTask,
} from "@kernelgan/core/internal";
import workerpool from "workerpool";
import { type Answer, failedAnswer } from "./answer.js";

let trainer: RunTrainer | undefined;

/** Opens the trainer, once, and says what it computes on. */
async function open(task: TrainingTask): Promise<Answer<RunTrainer["engine"]>> {
  try {
    trainer = await openTrainer(task);
    return { result: trainer.engine };
  } catch (error) {
    return failedAnswer(error);
  }
}

/**
 * Trains one run, and emits its progress. Undefined if there is no trainer: the process that opened it has died, and
 * this one replaces it.
 */
async function train(seed: number, reports: boolean): Promise<Answer<TrainingResult> | undefined> {
  if (!trainer) return undefined;
  try {
    const onProgress = reports ? workerpool.workerEmit : undefined;
    return { result: await trainer.train(seed, { signal: undefined, onProgress }) };
  } catch (error) {
    return failedAnswer(error);
  }
}

workerpool.worker({ open, train });
