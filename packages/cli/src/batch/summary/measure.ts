/** What the summary shows of one result; measured in a worker process. */
import { compareKernels, type ImageQuality, type KernelComparison, type OptionValues } from "@kernelgan/core";
import { errorRecord } from "../../errors/error-record.js";
import { readKernel } from "../../kernel-files/formats.js";
import { comparePair } from "../../tasks/compare-pair.js";
import type { READ_KERNEL_OPTIONS, READ_OPTIONS } from "../../tasks/task-options.js";
import { imageThumbnail, kernelThumbnail } from "./thumbnails.js";

/** Files to look at, as paths. */
export interface MeasureTask {
  /** The image that was worked on. */
  image: string;
  /** Its kernel. */
  kernel?: string | undefined;
  /** The kernel that the image was made with. */
  trueKernel?: string | undefined;
  /** The upscaled image and its original. */
  pair?: { sr: string; hr: string } | undefined;
  scale: number;
  /** How files are read. */
  reading: Reading;
}

/** How files are read. */
export type Reading = OptionValues<typeof READ_OPTIONS & typeof READ_KERNEL_OPTIONS>;

/** What was found. What could not be found is absent, and `problems` says why. */
export interface Measured {
  /** Data URIs. */
  pictures: {
    image?: string | undefined;
    kernel?: string | undefined;
    trueKernel?: string | undefined;
  };
  quality?: ImageQuality | undefined;
  comparison?: Pick<KernelComparison, "traceRatio" | "correlation" | "l1"> | undefined;
  problems: string[];
}

/** Looks at the files. A problem with one is reported, and does not keep the others from being looked at. */
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
  const { image, pair, scale, reading } = task;
  const kernelOf = (path: string | undefined) =>
    path === undefined ? undefined : attempt(() => readKernel(path, reading));
  const kernel = await kernelOf(task.kernel);
  const trueKernel = await kernelOf(task.trueKernel);

  const pictures: Measured["pictures"] = {
    image: await attempt(() => imageThumbnail(image)),
    kernel: kernel && (await kernelThumbnail(kernel)),
    trueKernel: trueKernel && (await kernelThumbnail(trueKernel)),
  };
  const warn = (path: string, message: string): number => problems.push(`${path}: ${message}`);
  const quality = pair && (await attempt(() => comparePair(pair, { scale, ...reading }, warn)));
  const comparison =
    kernel && trueKernel && (await attempt(async () => compareKernels(kernel, trueKernel, scale)));
  return { pictures, quality, comparison, problems };
}
