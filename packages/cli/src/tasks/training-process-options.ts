/** How a process is started in which networks are trained: ONNX Runtime does not return while it computes. */
import type { WorkerPoolOptions } from "workerpool";

/** A pool of one process. */
export const TRAINING_PROCESS: WorkerPoolOptions = {
  workerType: "process",
  maxWorkers: 1,
  // It has nothing to lose.
  workerTerminateTimeout: 50,
  // A group of its own: Ctrl-C is for this process, which then ends the other. (On Windows it would be a window of its
  // own.)
  forkOpts: { detached: process.platform !== "win32", serialization: "advanced" },
};
