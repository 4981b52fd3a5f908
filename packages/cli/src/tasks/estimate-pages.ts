/** One kernel for all pages of a file. */
import {
  type Estimate,
  type EstimateControl,
  type EstimateOptions,
  estimateKernel,
  type StraightImage,
} from "@kernelgan/core";
import { isNoEstimate, medianEstimate } from "@kernelgan/core/internal";
import { pagesProgress } from "./pages-progress.js";
import { trainersInProcesses } from "./training-processes.js";

/** Of so many pages kernels are estimated: more of them would change little. */
const PAGES = 9;
/** The same where each takes long. */
const TRAINED_PAGES = 3;

/**
 * Estimates the kernel: of several pages the median of those of some of them, which lie evenly.
 *
 * @param count how many pages there are
 * @param read gives a page
 * @throws KernelGanError as estimateKernel and `read`: of several pages only if there is none whose kernel can be
 *   estimated
 */
export async function estimatePages(
  count: number,
  read: (page: number) => StraightImage | Promise<StraightImage>,
  options: EstimateOptions,
  { onProgress, ...others }: EstimateControl = {},
): Promise<Estimate> {
  const control: EstimateControl = { ...others, openTrainers: trainersInProcesses };
  const estimatePage = async (page: number, own: EstimateControl): Promise<Estimate> => {
    const { image, alpha } = await read(page);
    return estimateKernel(image, { ...options, alpha }, own);
  };
  if (count === 1) return estimatePage(0, { ...control, onProgress });
  const most = options.method === "kernelgan" ? TRAINED_PAGES : PAGES;
  const pages = Math.min(count, most);
  const estimates: Estimate[] = [];
  let failure: unknown;
  const ofAll = pagesProgress(pages);
  for (let i = 0; i < pages; i++) {
    const page = Math.floor(((i + 0.5) * count) / pages);
    try {
      estimates.push(
        await estimatePage(page, {
          ...control,
          onProgress: onProgress && ((progress) => onProgress(ofAll(i, progress))),
        }),
      );
    } catch (error) {
      if (!isNoEstimate(error)) throw error;
      failure = error;
    }
  }
  if (estimates.length === 0) throw failure;
  return medianEstimate(estimates);
}
