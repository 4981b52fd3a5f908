/**
 * `kernelgan upscale IMAGE…`: blind super-resolution from end to end. Estimates each image's kernel, unless one is
 * given, and upscales the image for it.
 */
import { basename, dirname, join } from "node:path";
import { kernelRows, UPSCALE_OPTIONS, type Upscale } from "@kernelgan/core";
import {
  BICUBIC,
  checkUpscaleOptions,
  isEstimateMethod,
  nextFactor,
  pickOptions,
  throwIfAborted,
} from "@kernelgan/core/internal";
import { foundBlur } from "@kernelgan/figures";
import type { UpscaledRecord } from "@kernelgan/formats/internal";
import { defineCommand } from "../command-line/command.js";
import { IMAGES_ARGUMENT, OUTPUT_FLAGS, PROGRESS_FLAG } from "../command-line/common-flags.js";
import { type FlagTable, type ResolvedFlags, resolveFlags } from "../command-line/flags.js";
import { repeatCommand, settingsInEffect } from "../command-line/repeat-command.js";
import { warningInCommandWords } from "../errors/command-words.js";
import { inFile } from "../errors/in-file.js";
import { isInvalidArgument, UsageError } from "../errors/usage-error.js";
import { checkFolderWritable, type FileContent, writeFiles } from "../files/atomic-write.js";
import { imageName, upscaledFile, withoutExtension } from "../files/output-names.js";
import { pictureFormatOf } from "../image-files/formats.js";
import { type FailedImage, forEachImage, type Plan } from "../tasks/each-image.js";
import type { NamedImage } from "../tasks/named-image.js";
import { checkGivenPath, outputPlace } from "../tasks/output-place.js";
import { InputFiles, kernelOutputs, outputChecker } from "../tasks/outputs.js";
import {
  checkStandardInput,
  checkStandardOutput,
  readArgument,
  STANDARD_STREAM,
  shownImage,
} from "../tasks/standard-input.js";
import {
  FORMATS_OPTION,
  isKernelFile,
  isPriorFile,
  KERNEL_HINT,
  PRIOR_HINT,
  UPSCALE_TASK_OPTIONS,
  type UpscaleTask,
} from "../tasks/task-options.js";
import type { UpscaledPicture, UpscaleOutputs } from "../tasks/upscale-picture.js";
import { type CommandIo, printBytes, printWarning } from "../terminal/command-io.js";
import { estimateFacts, estimateStep } from "../terminal/estimate-progress.js";
import { speakJson, speaksJson, writeEvent } from "../terminal/json-lines.js";
import { writeKernel } from "../terminal/kernel-blocks.js";
import { progressLine } from "../terminal/progress.js";
import { restoreStep } from "../terminal/restore-progress.js";
import { writeLines } from "../terminal/text.js";
import { version } from "../version.js";

/** What decides about the results. */
const RESULT_FLAGS = {
  ...UPSCALE_TASK_OPTIONS,
  out: {
    type: "text",
    placeholder: "dir|file",
    default: "upscaled",
    help: "folder (the images become DIR/NAME_xSCALE.png, or NAME_3000w.png with --size 3000x), file for one image, or - for standard output",
  },
  report: {
    type: "boolean",
    default: false,
    help: "write DIR/NAME_xSCALE.html as well: a page to compare and to look things up",
  },
  formats: { ...FORMATS_OPTION, default: [] },
} as const satisfies FlagTable;

const FLAGS = { ...RESULT_FLAGS, ...OUTPUT_FLAGS, ...PROGRESS_FLAG } as const satisfies FlagTable;

type UpscaleFlags = ResolvedFlags<typeof FLAGS>;

/** What `--json` prints for an image, in an array with one entry per image, in their order. */
export type UpscaleRecord = UpscaledRecord | FailedImage;

/** An image to upscale. */
interface Work {
  image: string;
  input: NamedImage;
  outputs: UpscaleOutputs;
  report?: string | undefined;
  /** The picture goes to standard output. */
  toStream: boolean;
}

export const upscaleCommand = defineCommand({
  arguments: { images: IMAGES_ARGUMENT },
  flags: FLAGS,
  async run({ images }, given, io) {
    const flags = resolveFlags(FLAGS, given);
    const task = pickOptions(UPSCALE_TASK_OPTIONS, given);
    if (flags.progress === "json") speakJson(io.stderr);
    checkUpscaleOptions(pickOptions(UPSCALE_OPTIONS, given));
    const plans = await planWork(images, flags, io);
    return forEachImage(plans, (work, label) => upscaleOne(work, label, task, flags, io), flags.json, io);
  },
});

/** Finds out everything that can be known to fail before the first long computation. */
async function planWork(
  images: readonly string[],
  flags: UpscaleFlags,
  io: CommandIo,
): Promise<Plan<Work>[]> {
  const { out, kernel, prior, force } = flags;
  checkStandardInput(images);
  const toFile = checkOut(images, flags);
  if (isKernelFile(kernel)) {
    checkGivenPath("kernel", kernel, KERNEL_HINT, FLAGS.kernel.words);
  }
  if (isPriorFile(prior)) checkGivenPath("prior", prior, PRIOR_HINT, FLAGS.prior.words);
  try {
    if (out !== STANDARD_STREAM) await checkFolderWritable(toFile ? dirname(out) : out);
    if (isKernelFile(kernel)) {
      const { givenKernels } = await import("../tasks/given-kernels.js");
      await givenKernels(kernel, flags, flags);
    }
    if (isPriorFile(prior)) {
      const { givenPrior } = await import("../tasks/given-prior.js");
      await givenPrior(prior);
    }
    const inputs = new InputFiles([
      ...images,
      ...(isKernelFile(kernel) ? [kernel] : []),
      ...(isPriorFile(prior) ? [prior] : []),
    ]);
    const checkOutputs = outputChecker(force, inputs);
    const plans: Plan<Work>[] = [];
    // One after the other: the first of two with the same output is to get it, and few files are to be open at a time.
    for (const image of images) {
      try {
        const input = await readArgument(image, "upscale", io.signal);
        const work = await workOn(image, input, toFile, flags);
        const name = shownImage(image);
        await inFile(name, () => checkOutputs(name, outputsOf(work)));
        plans.push(work);
      } catch (error) {
        plans.push({ image, error });
      }
    }
    return plans;
  } catch (error) {
    if (isInvalidArgument(error)) throw error;
    return images.map((image) => ({ image, error }));
  }
}

/** Whether `--out` is a file. Checks what goes together with it. */
function checkOut(
  images: readonly string[],
  { out, pictureFormat, report, formats, json, strength, kernel }: UpscaleFlags,
): boolean {
  if (strength === 0 && formats.length > 0 && isEstimateMethod(kernel))
    throw new UsageError(
      "--strength 0 undoes no blur, so no kernel is estimated; leave --formats out, or use kernelgan estimate",
    );
  if (out === STANDARD_STREAM) {
    checkStandardOutput(images, { json });
    if (report || formats.length > 0)
      throw new UsageError(
        "--report and --formats write more files, which --out - has no place for; give a folder",
      );
    return false;
  }
  if (outputPlace(out) !== "image") return false;
  if (images.length > 1)
    throw new UsageError(`--out ${out} is one file for ${images.length} images; give a folder`);
  if (pictureFormat !== undefined && pictureFormatOf(out) !== pictureFormat)
    throw new UsageError(
      `--out ${out} and --picture-format ${pictureFormat} are two formats; leave one of them out`,
    );
  return true;
}

async function workOn(image: string, input: NamedImage, toFile: boolean, flags: UpscaleFlags): Promise<Work> {
  const { out, scale, size, formats, report } = flags;
  const name = imageName(shownImage(image));
  const { pageFormat } = await import("../tasks/page-format.js");
  const format = flags.pictureFormat ?? (toFile ? undefined : await pageFormat(input, flags));
  const toStream = out === STANDARD_STREAM;
  const folder = toStream ? "" : out;
  const picture = toFile ? out : join(folder, upscaledFile(name, size ?? scale, format ?? "png"));
  return {
    image,
    input,
    outputs: {
      picture,
      kernels: kernelOutputs(dirname(picture), name, [size ?? nextFactor(scale)], formats),
    },
    report: report ? `${withoutExtension(picture)}.html` : undefined,
    toStream,
  };
}

/** The files that are written. */
function outputsOf({ outputs, report, toStream }: Work): string[] {
  if (toStream) return [];
  return [outputs.picture, ...(report ? [report] : []), ...outputs.kernels.map(({ path }) => path)];
}

async function upscaleOne(
  work: Work,
  label: string,
  task: UpscaleTask,
  flags: UpscaleFlags,
  io: CommandIo,
): Promise<UpscaleRecord> {
  const { quiet, force } = flags;
  const started = performance.now();
  const { offMainThread } = await import("../tasks/off-main-thread.js");
  const progress = await progressLine(io.stderr, {
    label: `${label} ${flags.size ?? `×${flags.scale}`}`,
    subject: { image: work.image, scale: flags.scale },
    quiet,
  });
  let estimated = false;
  const done = await offMainThread("upscalePicture", [work.input, work.outputs, task], {
    signal: io.signal,
    keepsPixels: work.report !== undefined,
    onEstimateProgress(p) {
      estimated = true;
      progress.update({ phase: "1/2 kernel", ...estimateStep(p) });
    },
    onRestoreProgress: (p) =>
      progress.update({ phase: estimated ? "2/2 picture" : "picture", ...restoreStep(p) }),
  }).finally(() => progress.done());
  const report = work.report ? [await reportFile(work.report, work.image, done, flags)] : [];
  throwIfAborted(io.signal);
  if (work.toStream) await printBytes(io.stdout, done.files[0]?.bytes ?? new Uint8Array(0));
  else await writeFiles([...done.files, ...report], { force });
  const seconds = (performance.now() - started) / 1000;
  for (const warning of done.warnings) printWarning(io.stderr, work.image, warning, shownImage(work.image));
  if (!quiet) printSummary(work, done, seconds, io);
  return recordOf(work, done, seconds, flags);
}

async function reportFile(
  path: string,
  image: string,
  { picture, result, warnings, seconds }: UpscaledPicture,
  flags: UpscaleFlags,
): Promise<FileContent> {
  const { reportHtml } = await import("../report/report.js");
  const { estimate, kernelOrigin, method, noise, trainings } = result;
  const text = await reportHtml({
    title: basename(shownImage(image)),
    input: picture.image,
    output: result.image,
    icc: picture.icc,
    scale: result.scale,
    kernel: result.kernel,
    kernelOrigin: originInWords(result),
    estimate,
    restoration: { method, noise, trainings },
    settings: settingsInEffect(UPSCALE_TASK_OPTIONS, { ...flags, kernel: kernelOrigin }),
    timings: [
      { label: "Reading", seconds: seconds.read },
      ...(estimate ? [{ label: "Estimating the kernel", seconds: seconds.estimate }] : []),
      { label: "Upscaling", seconds: seconds.upscale },
    ],
    warnings: warnings.map(warningInCommandWords),
    command: repeatCommand("upscale", [image], RESULT_FLAGS, flags),
    version,
    date: new Date(),
  });
  return { path, bytes: Buffer.from(text) };
}

/** "estimated (auto)", "bicubic", "given: k.mat". */
function originInWords({ estimate, kernelOrigin }: Upscale): string {
  if (estimate) return `estimated (${estimate.method})`;
  return kernelOrigin === BICUBIC ? BICUBIC : `given: ${kernelOrigin}`;
}

/** What is printed at the end. */
function printSummary(
  work: Work,
  { picture, pages, result, seconds }: UpscaledPicture,
  all: number,
  { stderr }: CommandIo,
): void {
  const { estimate, kernelOrigin, kernel, method, prior } = result;
  const { width, height } = result.image;
  const known = kernel.confidence === undefined ? "" : ` (confidence ${kernel.confidence.toFixed(2)})`;
  const facts = [
    `${picture.image.width}×${picture.image.height} → ${width}×${height}${pages > 1 ? `, ${pages} pictures,` : ""} in ${all.toFixed(1)} s`,
    estimate
      ? `kernel estimated in ${seconds.estimate.toFixed(1)} s (${estimateFacts(estimate).join(", ")})`
      : `kernel ${kernelOrigin}${known}`,
    `upscaled in ${seconds.upscale.toFixed(1)} s (${method}${prior ? `, prior ${prior}` : ""})`,
  ];
  if (speaksJson(stderr)) {
    writeEvent(stderr, { event: "done", image: work.image, files: outputsOf(work), seconds: all });
    return;
  }
  writeLines(stderr, `${shownImage(work.image)}: ${facts.join(", ")}`);
  if (estimate) writeKernel(stderr, result.kernel);
  writeLines(stderr, ...outputsOf(work).map((path) => `  ${path}`));
}

function recordOf(
  work: Work,
  { pages, result, warnings, seconds }: UpscaledPicture,
  all: number,
  flags: UpscaleFlags,
): UpscaleRecord {
  const { scale, method, prior, image, kernelOrigin, kernel, fellBack, light, toneCurve } = result;
  const { wrap, noise, estimate } = result;
  return {
    image: work.image,
    scale,
    method,
    prior,
    output: work.outputs.picture,
    width: image.width,
    height: image.height,
    pages,
    kernelOrigin,
    kernel: kernelRows(kernel),
    files: outputsOf(work),
    seconds: { estimate: seconds.estimate, upscale: seconds.upscale, all },
    noise,
    light,
    toneCurve,
    wrap,
    seed: estimate?.method === "kernelgan" ? estimate.seed : flags.seed,
    confidence: kernel.confidence,
    fellBack,
    blur: foundBlur(estimate && { kernel, scale, fellBack }),
    warnings: warnings.map(warningInCommandWords),
  };
}
