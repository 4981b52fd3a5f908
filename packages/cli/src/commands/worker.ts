/** `kernelgan worker --queue redis://…`: see batch/queue/serve-queue.ts. */
import { BATCH_OPTIONS } from "../batch/batch-options.js";
import { withQueuePackage } from "../batch/queue-package.js";
import { defineCommand } from "../command-line/command.js";
import { OUTPUT_FLAGS, QUEUE_FLAG } from "../command-line/common-flags.js";
import { type FlagTable, resolveFlags } from "../command-line/flags.js";
import { READ_KERNEL_OPTIONS, READ_OPTIONS } from "../tasks/task-options.js";

const FLAGS = {
  queue: { ...QUEUE_FLAG.queue, required: true },
  jobs: BATCH_OPTIONS.jobs,
  root: {
    type: "text",
    placeholder: "dir|s3",
    several: true,
    defaultText: ".",
    help: "what may be read and written: the folder that all machines share, and any s3://bucket/prefix",
  },
  maxPixels: READ_OPTIONS.maxPixels,
  ...READ_KERNEL_OPTIONS,
  maxBytes: { type: "integer", min: 1, default: 2 ** 30, help: "largest file to read" },
  silence: {
    type: "number",
    min: 0.1,
    default: 30,
    unit: "seconds",
    help: "time after which a worker that fell silent loses its jobs",
  },
  grace: {
    type: "number",
    min: 0,
    default: 20,
    unit: "seconds",
    help: "time that running jobs have to finish once the worker is to stop",
  },
  quiet: OUTPUT_FLAGS.quiet,
} as const satisfies FlagTable;

export const workerCommand = defineCommand({
  arguments: {},
  flags: FLAGS,
  async run(_, flags, io) {
    const { serveQueue } = await withQueuePackage(() => import("../batch/queue/serve-queue.js"));
    return serveQueue(resolveFlags(FLAGS, flags), io);
  },
});
