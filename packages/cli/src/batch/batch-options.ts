/** How a batch is run, whatever its task: options of the command and of the library. */
import { check, type OptionTable, type OptionValues } from "@kernelgan/core/internal";
import { BATCH_TASKS } from "./job-options.js";

export const BATCH_OPTIONS = {
  list: {
    type: "text",
    placeholder: "file",
    help: 'file that names more inputs, one a line; "-": standard input',
  },
  out: {
    type: "text",
    placeholder: "dir",
    help: "folder for the results, laid out as the inputs are, and DIR/manifest.jsonl",
  },
  task: { type: "choice", values: BATCH_TASKS, default: "estimate", help: "what to do with each image" },
  jobs: {
    type: "integer",
    min: 1,
    max: 1024,
    defaultText: "the processor's cores",
    help: "images to work on at a time",
  },
  queue: {
    type: "text",
    placeholder: "url",
    help: "let the workers of a queue do it: redis://host:port, rediss:// for TLS",
  },
  root: {
    type: "text",
    placeholder: "dir",
    default: ".",
    help: "with --queue: the folder that all machines share, wherever each has it",
  },
  retryFailed: { type: "boolean", default: false, help: "try again what failed before" },
  summary: { type: "boolean", default: false, help: "write DIR/summary.csv and DIR/summary.html" },
  hr: {
    type: "text",
    placeholder: "dir",
    help: "the originals, for the summary of upscale: PSNR and SSIM",
  },
  gt: {
    type: "text",
    placeholder: "dir",
    help: "the true kernels, for the summary: how the kernels agree",
  },
} as const satisfies OptionTable;

/**
 * Checks that options which were given have an effect beside the others.
 *
 * @param nameOf how the message names an option
 * @throws KernelGanError `invalid-argument`
 */
export function checkBatchOptions(
  { task, queue, root, summary, hr, gt }: OptionValues<typeof BATCH_OPTIONS>,
  nameOf: (name: string) => string = (name) => `"${name}"`,
): void {
  check(
    root === undefined || queue !== undefined,
    () => `${nameOf("root")} is for ${nameOf("queue")}; leave it out`,
  );
  check(
    (hr === undefined && gt === undefined) || summary === true,
    () => `${nameOf("hr")} and ${nameOf("gt")} are for the summary; give ${nameOf("summary")} as well`,
  );
  check(
    hr === undefined || task === "upscale",
    () => `${nameOf("hr")} is for ${nameOf("task")} upscale; to compare kernels give ${nameOf("gt")}`,
  );
}
