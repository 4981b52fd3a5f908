/** What the summary shows of one result; measured in a worker process. */
import { compareKernels, type ImageQuality, type KernelComparison } from "@kernelgan/core";
import { errorRecord } from "../../errors/error-record.js";
import { readKernel } from "../../kernel-files/formats.js";
import { comparePair } from "../../tasks/compare-pair.js";
import { imageThumbnail, kernelThumbnail } from "./thumbnails.js";

/** Files to look at, as paths. */
export interface MeasureTask {
  /** The image that was worked on. */
  image: string;
  /** Its kernel. */
  kernel?: string;
  /** The kernel that the image was made with. */
  trueKernel?: string;
  /** The upscaled image and its original. */
  pair?: { sr: string; hr: string };
  scale: number;
  maxPixels?: number;
}

/** What is found. What could not be found is absent, and `problems` tells why. */
export interface Measured {
  /** Data URIs. */
  pictures: { image?: string; kernel?: string; trueKernel?: string };
  quality?: ImageQuality;
  comparison?: Pick<KernelComparison, "traceRatio" | "correlation" | "l1">;
  problems: string[];
}

/** Looks at the files. What goes wrong with one is told, and does not keep the rest from being looked at. */
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
  const { image, pair, scale, maxPixels } = task;
  const kernelOf = (path: string | undefined) =>
    path === undefined ? undefined : attempt(() => readKernel(path));
  const kernel = await kernelOf(task.kernel);
  const trueKernel = await kernelOf(task.trueKernel);

  const thumbnail = await attempt(() => imageThumbnail(image));
  const pictures: Measured["pictures"] = {
    ...(thumbnail && { image: thumbnail }),
    ...(kernel && { kernel: await kernelThumbnail(kernel) }),
    ...(trueKernel && { trueKernel: await kernelThumbnail(trueKernel) }),
  };
  const quality =
    pair &&
    (await attempt(() =>
      comparePair(pair, { scale, ...(maxPixels !== undefined && { maxPixels }) }, (path, message) =>
        problems.push(`${path}: ${message}`),
      ),
    ));
  const comparison =
    kernel && trueKernel && (await attempt(async () => compareKernels(kernel, trueKernel, scale)));
  return { pictures, ...(quality && { quality }), ...(comparison && { comparison }), problems };
}
