/** The kernel of an image file in one call. */
import { ESTIMATE_OPTIONS, type Estimate, type EstimateControl, type Warning } from "@kernelgan/core";
import {
  applicableOptions,
  checkControl,
  checkOptions,
  checkRecord,
  distinctWarnings,
  type Names,
} from "@kernelgan/core/internal";
import { type ImageInput, imageSource, inSource } from "../image-files/image-input.js";
import { openImages } from "../image-files/read-image.js";
import { estimatePages } from "./estimate-pages.js";
import { ESTIMATE_TASK_OPTIONS, type EstimateTask, readOptions } from "./task-options.js";

const CONTROLS: Names<EstimateControl> = {
  signal: "signal",
  onProgress: "function",
  openTrainers: "function",
};

/**
 * Estimates the kernel of an image, as the command `estimate` does: of several frames or pages one for all of them, of
 * what is transparent that of the visible part.
 *
 * @param input a path, bytes, a stream, or an instance of sharp
 * @returns The estimate; its warnings are also about the file.
 * @throws KernelGanError as readImage and estimateKernel
 * @example
 * const { kernel, confidence } = await estimate("photo.jpg", { scale: 4 });
 */
export async function estimate(
  input: ImageInput,
  options: EstimateTask = {},
  control: EstimateControl = {},
): Promise<Estimate> {
  checkRecord(options, "the options must be an object");
  checkOptions(ESTIMATE_TASK_OPTIONS, options);
  checkControl(control, CONTROLS);
  const ofFile: Warning[] = [];
  const source = await imageSource(input, control.signal);
  const found = await inSource(source, async () => {
    const { count, read } = await openImages(source, {
      gray: options.gray,
      ...readOptions(options),
      onWarning: (warning) => ofFile.push(warning),
    });
    return estimatePages(count, read, applicableOptions(ESTIMATE_OPTIONS, options), control);
  });
  return { ...found, warnings: distinctWarnings([...ofFile, ...found.warnings]) };
}
