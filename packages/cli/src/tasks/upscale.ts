/** An image file, larger, in one call: what the command `upscale` and batches do. */
import { UPSCALE_OPTIONS, type Upscale, type Warning } from "@kernelgan/core";
import {
  applicableOptions,
  check,
  checkControl,
  checkNames,
  checkOptions,
  checkRecord,
  checkUpscaleOptions,
  distinctWarnings,
  type Names,
  nextFactor,
  prepareFast,
  shown,
  targetSize,
  withDefaults,
} from "@kernelgan/core/internal";
import { fileError } from "../errors/file-error.js";
import { inFile } from "../errors/in-file.js";
import { WRITE_NAMES, type WriteOptions, writeFiles } from "../files/atomic-write.js";
import { isSameFile } from "../files/look.js";
import {
  checkImageFits,
  checkImagePath,
  IMAGE_EXTENSIONS,
  PICTURE_FORMATS,
  type PictureFormat,
  pictureFormatOf,
} from "../image-files/formats.js";
import { type ImageInput, imageSource, inSource } from "../image-files/image-input.js";
import { joinPictures } from "../image-files/join-pictures.js";
import type { Animation } from "../image-files/pages.js";
import type { Picture } from "../image-files/picture.js";
import { ENCODE_NAMES, type EncodePictureOptions } from "../image-files/picture-file.js";
import { openPictures } from "../image-files/read-picture.js";
import { encodePictures } from "../image-files/write-picture.js";
import { givenKernels } from "./given-kernels.js";
import { givenPrior } from "./given-prior.js";
import { readOptions, UPSCALE_TASK_OPTIONS, type UpscaleTask } from "./task-options.js";
import { type GivenKernels, type UpscalePagesControl, upscalePages } from "./upscale-pages.js";

/** Options of {@link upscale}: those of the command, and for programs kernels or an estimate that they have already. */
export type UpscaleFileOptions = UpscaleTask & GivenKernels;

/** How to follow and stop {@link upscale}. */
export interface UpscaleFileControl extends Omit<UpscalePagesControl, "keepsPixels" | "onWarning"> {
  /**
   * Keep the larger picture in memory as floats, too, where `pictureFormat` says what to encode it as. Default: only
   * where it does not.
   */
  keepsPixels?: boolean | undefined;
}

const CONTROLS: Names<UpscaleFileControl> = {
  signal: "signal",
  onEstimateProgress: "function",
  onRestoreProgress: "function",
  keepsPixels: "boolean",
  openTrainers: "function",
};

/** A larger picture, how it was made, and its way into a file. */
export interface UpscaledImage extends Omit<Upscale, "image"> {
  /**
   * The larger picture, of several frames or pages the first. Its image is without data if its pixels were not to be
   * kept.
   */
  picture: Picture;
  /** All frames or pages. */
  pages: readonly Picture[];
  /** How frames follow each other. */
  animation?: Animation | undefined;
  /** The picture that was read, of several the first. */
  input: Picture;
  /**
   * How far the kernel can be trusted, 0 to 1, if that is known: of an estimate, or as a kernel that was given says.
   */
  confidence?: number | undefined;
  /** Seconds of reading, estimating (0 for a given kernel) and upscaling. */
  seconds: { read: number; estimate: number; upscale: number };
  /**
   * The bytes of an image file.
   *
   * @param format default: `pictureFormat` of the options, or PNG
   * @throws KernelGanError `invalid-argument` for a format that is not written or an option that makes no sense,
   *   `output` if it has no room for the picture, or holds one and there are several
   */
  toBuffer(format?: PictureFormat, options?: EncodePictureOptions): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Writes an image file in the format of the path's extension, but never in the place of one that was read. Errors as
   * for `toBuffer` and `writePicture`.
   */
  toFile(path: string, options?: EncodePictureOptions & WriteOptions): Promise<void>;
}

/**
 * Enlarges an image for its blur: estimates the kernel, unless it is given, and upscales for it. Transparency is
 * enlarged apart; 16 bits, colour profile, density and metadata are kept. Of an animation or a TIFF with several pages
 * all are enlarged, for one kernel.
 *
 * @param input a path, bytes, a stream, or an instance of sharp
 * @throws KernelGanError as readPicture, readKernelFile and upscaleImage
 * @example
 * const result = await upscale(request.body, { scale: 2 });
 * response.end(await result.toBuffer("webp", { quality: 90 }));
 */
export async function upscale(
  input: ImageInput,
  options: UpscaleFileOptions = {},
  control: UpscaleFileControl = {},
): Promise<UpscaledImage> {
  checkRecord(options, "the options must be an object");
  checkControl(control, CONTROLS);
  const { kernels, estimate, priorModel, ...task } = options;
  checkOptions(UPSCALE_TASK_OPTIONS, task);
  const sizing = applicableOptions(UPSCALE_OPTIONS, task);
  checkUpscaleOptions(kernels ? { kernel: "given", ...sizing } : sizing);
  const { scale, size, kernel, method, prior } = withDefaults(UPSCALE_OPTIONS, sizing);
  const { pictureFormat, quality, strip } = task;
  const { keepsPixels = pictureFormat === undefined, ...others } = control;
  const warnings: Warning[] = [];
  const onWarning = (warning: Warning): unknown => warnings.push(warning);
  const given = {
    kernels: kernels ?? (await givenKernels(kernel, { scale, size }, task, onWarning)),
    estimate,
    priorModel: priorModel ?? (await givenPrior(prior)),
  };

  const started = performance.now();
  let reading = 0;
  const source = await imageSource(input, control.signal);
  let endWorkers: (() => void) | undefined;
  // They start while the picture is decoded.
  const onSize = (image: { width: number; height: number }): void => {
    if (method !== "fast" || prior !== undefined || priorModel !== undefined) return;
    const factor = nextFactor(targetSize(image, { scale, size }).ratio);
    endWorkers = prepareFast({ ...image, scale: factor }, task.threads);
  };
  const { animation, all } = await inSource(source, async () => {
    const opened = await openPictures(source, { ...readOptions(task), onSize, onWarning });
    const first = await opened.read(0);
    const { width, height } = targetSize(first.image, { scale, size });
    if (pictureFormat) checkImageFits(pictureFormat, width, height);
    reading = (performance.now() - started) / 1000;
    const read = async (page: number): Promise<Picture> => (page === 0 ? first : opened.read(page));
    const all = await upscalePages({ ...opened, read }, task, given, { ...others, keepsPixels, onWarning });
    return { animation: opened.animation, all };
  }).finally(() => endWorkers?.());

  const { pages, files, result } = all;
  const { image: _, ...facts } = result;
  const encode = async (path: string, more: EncodePictureOptions): Promise<Uint8Array<ArrayBuffer>> => {
    const encoding = { quality, strip, onWarning, ...more };
    const format = pictureFormatOf(path);
    if (format === pictureFormat && files.length > 0) return joinPictures(path, files, animation, encoding);
    check(
      keepsPixels,
      () => `the pixels were not kept: "pictureFormat" is ${pictureFormat}, so there is no ${format} of them`,
    );
    return encodePictures(path, pages, animation, encoding);
  };
  return {
    ...facts,
    picture: pages[0] ?? all.input,
    pages,
    animation,
    input: all.input,
    confidence: result.kernel.confidence,
    get warnings() {
      return distinctWarnings(warnings);
    },
    timing: { ...result.timing, seconds: all.seconds },
    seconds: { read: reading, estimate: result.estimate?.timing.seconds ?? 0, upscale: all.seconds },
    async toBuffer(format = pictureFormat ?? "png", more = {}) {
      checkNames(more, ENCODE_NAMES);
      check(
        IMAGE_EXTENSIONS.includes(format),
        () => `the format must be one of ${PICTURE_FORMATS.join(", ")}, got ${shown(format)}`,
      );
      return encode(format, more);
    },
    async toFile(path, all = {}) {
      checkImagePath(path);
      checkNames(all, { ...ENCODE_NAMES, ...WRITE_NAMES });
      const { force, ...more } = all;
      const inputs = [source, kernel, prior].filter((input) => typeof input === "string");
      for (const input of inputs) checkOther(path, input);
      await writeFiles([{ path, bytes: await inFile(path, () => encode(path, more)) }], { force });
    },
  };
}

/** Checks that a path does not lead to a file that was read. */
function checkOther(path: string, input: string): void {
  if (!isSameFile(path, input)) return;
  throw fileError("output", path, ": this would replace the file that was read; give another path");
}
