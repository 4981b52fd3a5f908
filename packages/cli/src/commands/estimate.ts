/** `kernelgan estimate IMAGE…`: the blur kernel of each image, from the image alone. */
import {
  type BlurDescription,
  type Estimate,
  type EstimateMethod,
  type FoundLight,
  kernelRows,
  SCALES_UP_TO,
  type Scale,
  type ToneCurve,
  type Warning,
} from "@kernelgan/core";
import { checkScale, pickOptions } from "@kernelgan/core/internal";
import { foundBlur } from "@kernelgan/figures";
import { type KernelFormat, kernelFormats } from "@kernelgan/formats";
import { defineCommand } from "../command-line/command.js";
import { IMAGES_ARGUMENT, OUTPUT_FLAGS, PROGRESS_FLAG } from "../command-line/common-flags.js";
import { type FlagTable, type FlagValues, type ResolvedFlags, resolveFlags } from "../command-line/flags.js";
import { warningInCommandWords } from "../errors/command-words.js";
import { inFile } from "../errors/in-file.js";
import { UsageError } from "../errors/usage-error.js";
import { checkFolderWritable, writeFiles } from "../files/atomic-write.js";
import { imageName } from "../files/output-names.js";
import { type FailedImage, forEachImage, type Plan } from "../tasks/each-image.js";
import type { NamedImage } from "../tasks/named-image.js";
import { checkOutputFolder } from "../tasks/output-place.js";
import { InputFiles, type KernelOutput, kernelOutputs, outputChecker } from "../tasks/outputs.js";
import {
  checkStandardInput,
  checkStandardOutput,
  readArgument,
  STANDARD_STREAM,
  shownImage,
} from "../tasks/standard-input.js";
import { ESTIMATE_TASK_OPTIONS, type EstimateTask, FORMATS_OPTION } from "../tasks/task-options.js";
import { type CommandIo, printBytes, printWarning } from "../terminal/command-io.js";
import { estimateFacts, estimateStep } from "../terminal/estimate-progress.js";
import { speakJson, speaksJson, writeEvent } from "../terminal/json-lines.js";
import { writeKernel } from "../terminal/kernel-blocks.js";
import { progressLine } from "../terminal/progress.js";
import { writeLines } from "../terminal/text.js";

const FLAGS = {
  ...ESTIMATE_TASK_OPTIONS,
  out: {
    type: "text",
    placeholder: "dir",
    default: "kernels",
    help: "folder for the kernels, or - for standard output",
  },
  formats: { ...FORMATS_OPTION, default: kernelFormats },
  ...OUTPUT_FLAGS,
  ...PROGRESS_FLAG,
} as const satisfies FlagTable;

type EstimateFlags = ResolvedFlags<typeof FLAGS>;

/** What `--json` prints for an image, in an array with one entry per image, in their order. */
export type EstimateRecord =
  | {
      image: string;
      scale: number;
      /** Rows of the kernel of that scale. */
      kernel: number[][];
      /** The files written. */
      files: string[];
      seconds: number;
      method: EstimateMethod;
      /** 0 to 1: about which share of the true kernel's gain over the bicubic one this kernel brings. */
      confidence: number;
      /** It was too low: the kernel is a safe one, and the warnings say which. */
      fellBack: boolean;
      /** What the blur mixed: linear light, or encoded pixel values. */
      light: FoundLight;
      /** The tone curve of that light, if one was found: the light, 0 to 1, of the pixel values 0, 1/64, …, 1. */
      toneCurve?: ToneCurve | undefined;
      /** What the kernel looks like, in pixels of the image; not of a safe one. */
      blur?: BlurDescription | undefined;
      /** `kernelgan`: iterations and milliseconds for each. */
      iterations?: number | undefined;
      msPerIteration?: number | undefined;
      /** `kernelgan`: the seed of the run of most weight, and how many failed. */
      seed?: number | undefined;
      restarts?: number | undefined;
      warnings: Warning[];
    }
  | FailedImage;

/** An image to estimate. */
interface Work {
  image: string;
  input: NamedImage;
  outputs: KernelOutput<Scale>[];
}

export const estimateCommand = defineCommand({
  arguments: { images: IMAGES_ARGUMENT },
  flags: FLAGS,
  async run({ images }, given, io) {
    const flags = resolveFlags(FLAGS, given);
    checkScale(flags.method, flags.scale);
    const task = taskOf(given, flags);
    if (flags.progress === "json") speakJson(io.stderr);
    const toStream = flags.out === STANDARD_STREAM;
    if (!toStream) checkOutputFolder(flags.out);
    const formats = toStream ? streamFormats(given) : flags.formats;
    const plans = await planWork(images, { ...flags, formats }, io);
    return forEachImage(plans, (work, label) => estimateOne(work, label, task, flags, io), flags.json, io);
  },
});

/** The options of the estimate that were given: what is left out takes the library's default. */
function taskOf(given: FlagValues<typeof FLAGS>, { method }: EstimateFlags): EstimateTask {
  return { ...pickOptions(ESTIMATE_TASK_OPTIONS, given), method };
}

/** The one format of what goes to standard output. */
function streamFormats({ formats = ["json"] }: FlagValues<typeof FLAGS>): KernelFormat[] {
  if (formats.length === 1) return [...formats];
  throw new UsageError(`--out - is one file for ${formats.length} formats; give one, or a folder`);
}

/** Finds out everything that can be known to fail before the first long estimate. */
async function planWork(
  images: readonly string[],
  flags: EstimateFlags,
  io: CommandIo,
): Promise<Plan<Work>[]> {
  const { scale, out, formats, force, json } = flags;
  checkStandardInput(images);
  const toStream = out === STANDARD_STREAM;
  if (toStream) checkStandardOutput(images, { json, isText: formats[0] === "json" });
  try {
    if (!toStream) await checkFolderWritable(out);
  } catch (error) {
    return images.map((image) => ({ image, error }));
  }
  const checkOutputs = outputChecker(force, new InputFiles(images));
  const plans: Plan<Work>[] = [];
  for (const image of images) {
    // Of several kernels a stream gets the one that was asked for.
    const scales = toStream ? [scale] : SCALES_UP_TO[scale];
    const name = shownImage(image);
    const outputs = kernelOutputs(toStream ? "" : out, imageName(name), scales, formats);
    try {
      const input = await readArgument(image, "estimate", io.signal);
      if (!toStream) await inFile(name, () => checkOutputs(name, pathsOf(outputs)));
      plans.push({ image, input, outputs });
    } catch (error) {
      plans.push({ image, error });
    }
  }
  return plans;
}

function pathsOf(outputs: readonly KernelOutput[]): string[] {
  return outputs.map(({ path }) => path);
}

async function estimateOne(
  { image, input, outputs }: Work,
  label: string,
  task: EstimateTask,
  { scale, quiet, force, out }: EstimateFlags,
  io: CommandIo,
): Promise<EstimateRecord> {
  const { offMainThread } = await import("../tasks/off-main-thread.js");
  const progress = await progressLine(io.stderr, {
    label: `${label} ×${scale}`,
    subject: { image, scale },
    quiet,
  });
  const { estimate, files, warnings } = await offMainThread("estimateImage", [input, outputs, task], {
    signal: io.signal,
    onProgress: (p) => progress.update(estimateStep(p)),
  }).finally(() => progress.done());
  const toStream = out === STANDARD_STREAM;
  if (toStream) await printBytes(io.stdout, files[0]?.bytes ?? new Uint8Array(0));
  else await writeFiles(files, { force });
  for (const warning of warnings) printWarning(io.stderr, image, warning, shownImage(image));
  if (!quiet) printSummary(image, toStream ? [] : outputs, estimate, io);
  return recordOf(image, outputs, estimate, warnings);
}

/** What is printed at the end. */
function printSummary(
  image: string,
  outputs: readonly KernelOutput[],
  estimate: Estimate,
  { stderr }: CommandIo,
): void {
  const seconds = estimate.timing.seconds.toFixed(1);
  const facts = [`×${estimate.scale} kernel in ${seconds} s`, ...estimateFacts(estimate)];
  const files = SCALES_UP_TO[estimate.scale].flatMap((scale) =>
    listFiles(outputs.filter((output) => output.scale === scale)),
  );
  if (speaksJson(stderr)) {
    const paths = outputs.map(({ path }) => path);
    writeEvent(stderr, { event: "done", image, files: paths, seconds: estimate.timing.seconds });
    return;
  }
  writeLines(stderr, `${shownImage(image)}: ${facts.join(", ")}`);
  writeKernel(stderr, estimate.kernel);
  writeLines(stderr, ...files.map((file) => `  ${file}`));
}

/** `kernels/photo_kernel_x2.{mat,npy}`. */
function listFiles(outputs: readonly KernelOutput[]): string[] {
  const [first, ...others] = outputs;
  if (!first || others.length === 0) return outputs.map(({ path }) => path);
  const stem = first.path.slice(0, -first.format.length);
  return [`${stem}{${outputs.map(({ format }) => format).join(",")}}`];
}

function recordOf(
  image: string,
  outputs: readonly KernelOutput[],
  estimate: Estimate,
  warnings: Warning[],
): EstimateRecord {
  const { scale, kernel, method, confidence, fellBack, light, toneCurve, timing } = estimate;
  const training = estimate.method === "kernelgan" ? estimate : undefined;
  return {
    image,
    scale,
    kernel: kernelRows(kernel),
    files: pathsOf(outputs),
    seconds: timing.seconds,
    method,
    confidence,
    fellBack,
    light,
    toneCurve,
    blur: foundBlur(estimate),
    iterations: training?.timing.iterations,
    msPerIteration: training?.timing.msPerIteration,
    seed: training?.seed,
    restarts: training?.restarts,
    warnings: warnings.map(warningInCommandWords),
  };
}
