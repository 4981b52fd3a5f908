/** Measures one result for the summary, in a worker process. */
import {
  compareKernels,
  type ImageQuality,
  type KernelComparison,
  reframe,
  type Warning,
} from "@kernelgan/core";
import type { OptionValues } from "@kernelgan/core/internal";
import { errorRecord } from "../../errors/error-record.js";
import { readKernel } from "../../kernel-files/formats.js";
import { comparePair } from "../../tasks/compare-pair.js";
import { type KernelReadingOptions, kernelReading, type READ_OPTIONS } from "../../tasks/task-options.js";
import { imageThumbnail, kernelThumbnail } from "./thumbnails.js";

/** The files of one result, as paths. */
export interface MeasureTask {
  /** The low-resolution image. */
  image: string;
  /** The kernel that was found for it. */
  kernel?: string | undefined;
  /** The kernel that the image was made with. */
  trueKernel?: string | undefined;
  /** The upscaled image and its original. */
  pair?: { sr: string; hr: string } | undefined;
  /** That the kernels are for, if it is the same for all images. */
  scale: number | undefined;
  /** Whether the picture is that many times as large as the image. */
  isWhole: boolean;
  /** How files are read. */
  reading: Reading;
}

/** How files are read. */
export type Reading = OptionValues<typeof READ_OPTIONS> & KernelReadingOptions;

/** The measurements. One that failed is absent, and `problems` says why. */
export interface Measured {
  /** Thumbnails as data URIs. */
  pictures: {
    image?: string | undefined;
    kernel?: string | undefined;
    trueKernel?: string | undefined;
  };
  quality?: ImageQuality | undefined;
  comparison?: Pick<KernelComparison, "traceRatio" | "correlation" | "l1"> | undefined;
  problems: string[];
}

/** Measures whatever can be read: a problem with one file does not stop the rest. */
export async function measure(task: MeasureTask): Promise<Measured> {
  const problems: string[] = [];
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      problems.push(errorRecord(error).message);
      return undefined;
    }
  };
  const { image, pair, scale, isWhole, reading } = task;
  const kernelOf = (path: string | undefined) =>
    path === undefined ? undefined : attempt(() => readKernel(path, kernelReading({ ...reading, scale })));
  const kernel = await kernelOf(task.kernel);
  const trueKernel = await kernelOf(task.trueKernel);

  // Side by side they are seen at the same scale.
  const size = Math.max(kernel?.size ?? 0, trueKernel?.size ?? 0);
  const pictures: Measured["pictures"] = {
    image: await attempt(() => imageThumbnail(image)),
    kernel: kernel && (await kernelThumbnail(reframe(kernel, size))),
    trueKernel: trueKernel && (await kernelThumbnail(reframe(trueKernel, size))),
  };
  const warn = (path: string, { message }: Warning): number => problems.push(`${path}: ${message}`);
  const quality =
    pair &&
    (await attempt(() => comparePair(pair, { scale: isWhole ? scale : undefined, ...reading }, warn)));
  const comparison =
    kernel && trueKernel && scale !== undefined
      ? await attempt(async () => compareKernels(kernel, trueKernel, scale))
      : undefined;
  return { pictures, quality, comparison, problems };
}
