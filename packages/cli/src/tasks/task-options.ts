/** The options of work on image files: those of the library, and what only files have. */
import { ESTIMATE_METHODS, ESTIMATE_OPTIONS, UPSCALE_OPTIONS } from "@kernelgan/core";
import { BICUBIC, isEstimateMethod, type OptionTable, type OptionValues } from "@kernelgan/core/internal";
import { kernelFormats } from "@kernelgan/formats";

/** How images are read. */
export const READ_OPTIONS = {
  maxPixels: {
    type: "integer",
    min: 1,
    defaultText: "100 million",
    help: "largest image to read, in pixels",
  },
} as const satisfies OptionTable;

/** The kernel files to write; each command has a default of its own. */
export const FORMATS_OPTION = {
  type: "list",
  values: kernelFormats,
  help: "kernel files to write",
} as const satisfies OptionTable[string];

/** The options of estimateImage (estimate-image.ts). */
export const ESTIMATE_TASK_OPTIONS = {
  ...ESTIMATE_OPTIONS,
  gray: { type: "boolean", default: false, help: "estimate from the luma alone" },
  ...READ_OPTIONS,
} as const satisfies OptionTable;

/** The options of upscalePicture (upscale-picture.ts). */
export const UPSCALE_TASK_OPTIONS = {
  ...UPSCALE_OPTIONS,
  kernel: {
    ...UPSCALE_OPTIONS.kernel,
    placeholder: "how|file",
    help: `the kernel: how to estimate it (${ESTIMATE_METHODS.join(", ")}), ${BICUBIC}, or a file (.${kernelFormats.join(", .")})`,
  },
  quality: {
    type: "integer",
    min: 1,
    max: 100,
    defaultText: "JPEG 95, the others lossless",
    help: "of JPEG, WebP and AVIF",
  },
  ...READ_OPTIONS,
} as const satisfies OptionTable;

/** How to estimate; plain JSON. */
export type EstimateTask = OptionValues<typeof ESTIMATE_TASK_OPTIONS>;

/** How to upscale; plain JSON. */
export type UpscaleTask = OptionValues<typeof UPSCALE_TASK_OPTIONS>;

/** Whether a value of the option `kernel` is a file. */
export function isKernelFile(kernel: string): boolean {
  return kernel !== BICUBIC && !isEstimateMethod(kernel);
}
