/** `kernelgan batch INPUT…`: a task for many images, see batch/run-batch.ts. */
import {
  applies,
  flagName,
  mergeOptions,
  type Option,
  type OptionTable,
  withDefaults,
} from "@kernelgan/core/internal";
import { BATCH_OPTIONS, checkBatchOptions } from "../batch/batch-options.js";
import { BATCH_TASKS, type BatchTask, JOB_OPTIONS, type TaskRequest } from "../batch/job-options.js";
import type { BatchRequest } from "../batch/run-batch.js";
import { defineCommand } from "../command-line/command.js";
import { OUTPUT_FLAGS, PROGRESS_FLAG, QUEUE_FLAG } from "../command-line/common-flags.js";
import {
  type Flag,
  type FlagTable,
  type GivenFlags,
  parseFlags,
  resolveFlags,
} from "../command-line/flags.js";
import { conditionText, defaultText, flagDescription, valueName, valuesText } from "../command-line/help.js";
import { UsageError } from "../errors/usage-error.js";
import { checkNoStream } from "../tasks/standard-input.js";

/** The flags of the command itself. */
const OWN_FLAGS = {
  ...BATCH_OPTIONS,
  out: { ...BATCH_OPTIONS.out, required: true },
  queue: { ...QUEUE_FLAG.queue, help: BATCH_OPTIONS.queue.help },
  seeds: {
    type: "text",
    placeholder: "list",
    excludes: "seed",
    help: "several seeds, e.g. 0,1,2: a result for each image and seed",
  },
  json: OUTPUT_FLAGS.json,
  quiet: OUTPUT_FLAGS.quiet,
  ...PROGRESS_FLAG,
} as const satisfies FlagTable;

export const batchCommand = defineCommand({
  arguments: {
    inputs: {
      placeholder: "input",
      several: true,
      optional: true,
      help: "folders (with all below them), globs or images",
    },
  },
  flags: { ...OWN_FLAGS, ...taskFlags() },
  sections: [
    { title: "", flags: OWN_FLAGS },
    { title: "With `--task estimate`", flags: JOB_OPTIONS.estimate },
    { title: "With `--task upscale`", flags: JOB_OPTIONS.upscale },
  ],
  parse: parseRequest,
  async run({ inputs }, request, io) {
    if (inputs.length === 0 && request.list === undefined) {
      throw new UsageError("no images; give folders, globs or files, or --list FILE");
    }
    checkNoStream("batch", [...inputs, request.out]);
    const { runBatch } = await import("../batch/run-batch.js");
    return runBatch(inputs, request, io);
  },
});

/** Reads the flags of the command, then those of the task that it names. */
function parseRequest(given: GivenFlags): BatchRequest {
  const entries = Object.entries(given);
  const own = Object.fromEntries(entries.filter(([name]) => Object.hasOwn(OWN_FLAGS, name)));
  const others = Object.fromEntries(entries.filter(([name]) => !Object.hasOwn(OWN_FLAGS, name)));
  const values = parseFlags(OWN_FLAGS, own);
  const flags = resolveFlags(OWN_FLAGS, values);
  checkBatchOptions(values, flagName);
  const request = parseTask(flags.task, others);
  const seeds = flags.seeds === undefined ? undefined : seedList(flags.seeds, request);
  return { ...flags, ...request, seeds };
}

function parseTask(task: BatchTask, given: GivenFlags): TaskRequest {
  const stray = Object.keys(given).find((name) => !Object.hasOwn(JOB_OPTIONS[task], name));
  if (stray !== undefined) {
    const owner = BATCH_TASKS.find((other) => Object.hasOwn(JOB_OPTIONS[other], stray));
    throw new UsageError(
      `${flagName(stray)} is an option of --task ${owner}, not of ${task}; choose that, or leave it out`,
    );
  }
  return task === "estimate"
    ? { task, options: parseFlags(JOB_OPTIONS.estimate, given) }
    : { task, options: parseFlags(JOB_OPTIONS.upscale, given) };
}

/** Seeds, comma-separated, each once, in their order. */
function seedList(text: string, { task, options }: TaskRequest): number[] {
  const table: OptionTable = JOB_OPTIONS[task];
  const seed: Option = JOB_OPTIONS[task].seed;
  if (!applies(seed, withDefaults<OptionTable>(table, options))) {
    const methods = conditionText(seed.onlyWith ?? {}, table);
    throw new UsageError(`--seeds makes no difference without ${methods}: nothing else is random`);
  }
  const one = { seeds: { ...JOB_OPTIONS[task].seed, onlyWith: undefined } } as const;
  return [...new Set(text.split(",").flatMap((part) => parseFlags(one, { seeds: part }).seeds ?? []))];
}

/** The flags of the tasks, as the help lists them: what both have alike is listed once. */
function taskFlags(): FlagTable {
  const { estimate, upscale }: Record<BatchTask, FlagTable> = JOB_OPTIONS;
  const common: FlagTable = mergeOptions(estimate, upscale);
  const names = Object.keys({ ...estimate, ...upscale });
  return Object.fromEntries(
    names.map((name): [string, Flag] => {
      const [first, second] = [estimate[name], upscale[name]];
      if (first && second)
        return [name, isAlike(first, second) ? (common[name] ?? first) : either(first, second)];
      const flag = first ?? second ?? OWN_FLAGS.out;
      return [name, { ...flag, help: `${first ? "estimate" : "upscale"}: ${flag.help}` }];
    }),
  );

  function isAlike(first: Flag, second: Flag): boolean {
    return valuesText(first) === valuesText(second) && defaultText(first) === defaultText(second);
  }

  function either(first: Flag, second: Flag): Flag {
    const help = `estimate: ${flagDescription(first, estimate)}; upscale: ${flagDescription(second, upscale)}`;
    return { type: "text", placeholder: valueName(first) ?? "", help };
  }
}
