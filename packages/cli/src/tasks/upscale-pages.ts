/** The pages of a file, larger, for one kernel. */
import {
  ESTIMATE_OPTIONS,
  KernelGanError,
  type SuperResolveProgress,
  UPSCALE_OPTIONS,
  type Upscale,
  type UpscaleControl,
  type UpscaleOptions,
  type UpscaleSettings,
  upscaleImage,
  type Warning,
} from "@kernelgan/core";
import {
  applicableOptions,
  BICUBIC,
  factorFor,
  isEstimateMethod,
  isNoEstimate,
  isScaleOf,
  noEstimate,
  targetSize,
  UPSCALE_FACTORS,
  withDefaults,
} from "@kernelgan/core/internal";
import { imageFormat, type PictureFormat } from "../image-files/formats.js";
import type { Picture } from "../image-files/picture.js";
import { type PictureFile, startPicture } from "../image-files/picture-file.js";
import type { OpenedPictures } from "../image-files/read-picture.js";
import { estimatePages } from "./estimate-pages.js";
import { pagesProgress } from "./pages-progress.js";
import type { UpscaleTask } from "./task-options.js";
import { trainersInProcesses } from "./training-processes.js";

/** Kernels or an estimate that are there already. */
export type GivenKernels = Omit<UpscaleSettings, "alpha">;

/** How to follow and stop the work, and what to keep of it. */
export interface UpscalePagesControl extends Omit<UpscaleControl, "onRows"> {
  /** Whether to keep the larger pictures as floats. */
  keepsPixels: boolean;
  /** Called for each thing worth knowing. */
  onWarning: (warning: Warning) => void;
}

/** The larger pages. */
export interface UpscaledPages {
  /** As read, the first one. */
  input: Picture;
  /** How the first one was made; with the estimate, where one was made for all. */
  result: Upscale;
  pages: Picture[];
  /** The pages as files of the format, if one was given. */
  files: PictureFile[];
  /** All of them together. */
  seconds: number;
}

/**
 * Enlarges all pages, or the first where the format holds no more.
 *
 * @param task checked; options that do not belong to its methods are left out
 * @throws KernelGanError as `read` of the pictures, upscaleImage and startPicture
 */
export async function upscalePages(
  opened: OpenedPictures,
  task: UpscaleTask,
  given: GivenKernels,
  { keepsPixels, onWarning, ...control }: UpscalePagesControl,
): Promise<UpscaledPages> {
  const { pictureFormat, quality, strip } = task;
  const sizing = withDefaults(UPSCALE_OPTIONS, applicableOptions(UPSCALE_OPTIONS, task));
  const { read } = opened;
  const input = await read(0);
  const count = pagesToUse(opened, pictureFormat, onWarning);
  const options = await optionsForAll(count, read, task, given, { ...control, keepsPixels, onWarning });

  const pages: Picture[] = [];
  const files: PictureFile[] = [];
  const results: Upscale[] = [];
  const { onRestoreProgress: onProgress } = control;
  const ofAll = restoreProgress(count, sizing.method === "zssr");
  for (let page = 0; page < count; page++) {
    const picture = await read(page);
    checkSize(picture, input, pictureFormat);
    const { width, height } = targetSize(picture.image, sizing);
    const { channels } = picture.image;
    const facts = { ...picture, width, height, channels, hasAlpha: picture.alpha !== undefined };
    const file = pictureFormat && startPicture(pictureFormat, facts, { quality, strip, onWarning });
    const result = await upscaleImage(
      picture.image,
      { ...options, alpha: picture.alpha },
      {
        ...control,
        openTrainers: trainersInProcesses,
        onRestoreProgress: onProgress && ((progress) => onProgress(ofAll(page, progress))),
        onRows: keepsPixels ? undefined : file?.addRows,
      },
    );
    for (const warning of result.warnings) onWarning(warning);
    if (keepsPixels) file?.addRows(result.image, 0, result.alpha);
    if (file) files.push(file);
    pages.push({ ...picture, image: result.image, alpha: result.alpha });
    results.push(result);
  }
  const [result] = results;
  if (!result) throw new Error("a file has at least one page");
  const seconds = results.reduce((sum, { timing }) => sum + timing.seconds, 0);
  return {
    input,
    result: {
      ...result,
      estimate: options.estimate ?? result.estimate,
      // Where all estimates failed, the kernel is another than the task's.
      fellBack: result.fellBack || options.kernel !== task.kernel,
    },
    pages,
    files,
    seconds,
  };
}

/** Turns the progress of one page into that of the whole file. With a single page they are the same. */
function restoreProgress(
  count: number,
  trains: boolean,
): (page: number, progress: SuperResolveProgress) => SuperResolveProgress {
  if (count === 1) return (_, progress) => progress;
  const ofAll = pagesProgress(count);
  return (page, progress) => {
    const { stage, step, steps } = progress;
    // What is done is of a stage. Next to a training the enlarging after it takes no time.
    const ofStep = trains && stage === "enlarging" ? 1 : progress.done;
    return ofAll(page, { ...progress, done: (step + ofStep) / steps });
  };
}

function pagesToUse(
  { count, animation }: OpenedPictures,
  format: PictureFormat | undefined,
  onWarning: (warning: Warning) => void,
): number {
  if (count === 1 || format === undefined || imageFormat(format).several) return count;
  // The format may come from an option or from the name of the output; extensions are right for both.
  const [what, formats] = animation ? ["frames", ".gif and .webp hold"] : ["pages", ".tif holds"];
  onWarning({
    code: "first-page",
    message: `only the first of ${count} ${what} is enlarged, as ${imageFormat(format).name} holds one picture; ${formats} all`,
  });
  return 1;
}

/** The options for each page: of several pages a kernel is estimated once. */
async function optionsForAll(
  count: number,
  read: (page: number) => Promise<Picture>,
  task: UpscaleTask,
  given: GivenKernels,
  { onWarning, onEstimateProgress, signal }: UpscalePagesControl,
): Promise<UpscaleOptions> {
  const options = { ...applicableOptions(UPSCALE_OPTIONS, task), ...given };
  const { kernel, fallback, strength, ...sizing } = withDefaults(
    UPSCALE_OPTIONS,
    applicableOptions(UPSCALE_OPTIONS, task),
  );
  const isKnown = given.kernels || given.estimate || strength === 0 || !isEstimateMethod(kernel);
  if (count === 1 || isKnown) return options;
  // The factor by which each page will be enlarged on the way to its size.
  const factors = UPSCALE_FACTORS.filter((factor) => isScaleOf(kernel, factor));
  const scale = factorFor(targetSize((await read(0)).image, sizing).ratio, factors);
  try {
    const estimate = await estimatePages(
      count,
      read,
      applicableOptions(ESTIMATE_OPTIONS, { ...task, scale, method: kernel }),
      { signal, onProgress: onEstimateProgress },
    );
    return { ...options, estimate };
  } catch (error) {
    if (!fallback || !isNoEstimate(error)) throw error;
    onWarning(noEstimate(error, scale));
    const { priorModel } = given;
    return { ...applicableOptions(UPSCALE_OPTIONS, { ...task, kernel: BICUBIC }), priorModel };
  }
}

/** Frames have one size. */
function checkSize(picture: Picture, first: Picture, format: PictureFormat | undefined): void {
  if (format === undefined || imageFormat(format).several !== "frames") return;
  const [size, wanted] = [picture, first].map(({ image }) => `${image.width}×${image.height}`);
  if (size === wanted) return;
  throw new KernelGanError(
    "output",
    `its pages have ${wanted} and ${size} pixels, and the frames of ${imageFormat(format).name} one size; use .tif`,
  );
}
