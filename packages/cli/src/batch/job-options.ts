/** The tasks of a batch and the options of their jobs: light enough for the program's help. */
import type { OptionTable, OptionValues } from "@kernelgan/core/internal";
import { kernelFormats } from "@kernelgan/formats";
import {
  ESTIMATE_TASK_OPTIONS,
  FORMATS_OPTION,
  READ_KERNEL_OPTIONS,
  UPSCALE_TASK_OPTIONS,
} from "../tasks/task-options.js";

/** What to do with each image. */
export const BATCH_TASKS = ["estimate", "upscale"] as const;

/** What to do with each image. */
export type BatchTask = (typeof BATCH_TASKS)[number];

/** Images are worked on side by side, so each gets one thread. */
const ONE_THREAD = { default: 1, defaultText: "1" } as const;

/** The options of the jobs. */
export const JOB_OPTIONS = {
  estimate: {
    ...ESTIMATE_TASK_OPTIONS,
    // For the true kernels of the summary.
    ...READ_KERNEL_OPTIONS,
    threads: { ...ESTIMATE_TASK_OPTIONS.threads, ...ONE_THREAD },
    formats: { ...FORMATS_OPTION, default: kernelFormats },
  },
  upscale: {
    ...UPSCALE_TASK_OPTIONS,
    kernel: {
      ...UPSCALE_TASK_OPTIONS.kernel,
      placeholder: "how|file|dir",
      help: `${UPSCALE_TASK_OPTIONS.kernel.help}, or a folder with one for each image`,
    },
    threads: { ...UPSCALE_TASK_OPTIONS.threads, ...ONE_THREAD },
    formats: { ...FORMATS_OPTION, default: ["mat"] },
  },
} as const satisfies Record<BatchTask, OptionTable>;

/** A task with the options that were given. */
export type TaskRequest =
  | { task: "estimate"; options: OptionValues<(typeof JOB_OPTIONS)["estimate"]> }
  | { task: "upscale"; options: OptionValues<(typeof JOB_OPTIONS)["upscale"]> };
