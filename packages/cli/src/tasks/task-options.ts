/** The options of work on image files: those of the library, and what only files have. */
import { ESTIMATE_METHODS, ESTIMATE_OPTIONS, KERNEL_CONVENTIONS, UPSCALE_OPTIONS } from "@kernelgan/core";
import {
  BICUBIC,
  isEstimateMethod,
  type OptionTable,
  type OptionValues,
  SMALL_PRIOR,
} from "@kernelgan/core/internal";
import { DEFAULT_MAX_KERNEL_SIZE, kernelFormats } from "@kernelgan/formats";
import { PICTURE_FORMATS } from "../image-files/formats.js";
import type { ReadKernelOptions } from "../kernel-files/formats.js";

/** How images are read. */
export const READ_OPTIONS = {
  maxPixels: {
    type: "integer",
    min: 1,
    defaultText: "100 million",
    help: "largest image to read, in pixels",
  },
  allowDamaged: {
    type: "boolean",
    default: false,
    help: "read as much as possible of an image that is damaged or cut off, with a warning",
  },
} as const satisfies OptionTable;

/** How kernel files are read. */
export const READ_KERNEL_OPTIONS = {
  maxKernelSize: {
    type: "integer",
    min: 1,
    max: 1023,
    defaultText: String(DEFAULT_MAX_KERNEL_SIZE),
    help: "largest kernel to read, in pixels a side",
  },
} as const satisfies OptionTable;

/** The kernel files to write; each command has a default of its own. */
export const FORMATS_OPTION = {
  type: "list",
  values: kernelFormats,
  help: "kernel files to write",
} as const satisfies OptionTable[string];

/** How kernel files hold kernels. */
export const CONVENTION_OPTION = {
  type: "choice",
  values: KERNEL_CONVENTIONS,
  default: "aligned",
  help: "whose kernel files to read and write: aligned (KernelGAN, DIV2KRK), kair (turned by 180°), fkp (moved by s - 1 pixels)",
} as const satisfies OptionTable[string];

/** The options of estimateImage (estimate-image.ts). */
export const ESTIMATE_TASK_OPTIONS = {
  ...ESTIMATE_OPTIONS,
  gray: { type: "boolean", default: false, help: "estimate from the luma alone" },
  kernelConvention: CONVENTION_OPTION,
  ...READ_OPTIONS,
} as const satisfies OptionTable;

/** What pictures are written without. */
export const STRIP_OPTION = {
  strip: {
    type: "boolean",
    default: false,
    help: "write the pixels alone, without EXIF, XMP, IPTC, comments, resolution and colour profile",
  },
} as const satisfies OptionTable;

/** The options of upscalePicture (upscale-picture.ts). */
export const UPSCALE_TASK_OPTIONS = {
  ...UPSCALE_OPTIONS,
  kernel: {
    ...UPSCALE_OPTIONS.kernel,
    placeholder: "how|file",
    help: `the kernel: how to estimate it (${ESTIMATE_METHODS.join(", ")}), ${BICUBIC}, or a file (.${kernelFormats.join(", .")})`,
  },
  prior: { ...UPSCALE_OPTIONS.prior, placeholder: `${SMALL_PRIOR}|file` },
  pictureFormat: {
    type: "choice",
    values: PICTURE_FORMATS,
    defaultText: "png; of several frames or pages that of the input",
    help: "format of the larger picture; gif and webp hold all frames of an animation, tif all pages",
  },
  quality: {
    type: "integer",
    min: 1,
    max: 100,
    defaultText: "JPEG 95, the others lossless",
    help: "quality of JPEG, WebP and AVIF",
  },
  ...STRIP_OPTION,
  kernelConvention: CONVENTION_OPTION,
  ...READ_OPTIONS,
  ...READ_KERNEL_OPTIONS,
} as const satisfies OptionTable;

/** What to give as the option `kernel`. */
export const KERNEL_HINT = `give ${UPSCALE_OPTIONS.kernel.words.join(", ")}, or a kernel file`;

/** What to give as the option `prior`. */
export const PRIOR_HINT = `give ${SMALL_PRIOR}, or an ONNX file`;

/** How to estimate; plain JSON. */
export type EstimateTask = OptionValues<typeof ESTIMATE_TASK_OPTIONS>;

/** How to upscale; plain JSON. */
export type UpscaleTask = OptionValues<typeof UPSCALE_TASK_OPTIONS>;

/** Whether a value of the option `kernel` is a file. */
export function isKernelFile(kernel: string): boolean {
  return kernel !== BICUBIC && !isEstimateMethod(kernel);
}

/** Whether a value of the option `prior` is a file. */
export function isPriorFile(prior: string | undefined): prior is string {
  return prior !== undefined && prior !== SMALL_PRIOR;
}

/** What a task can say about the reading of kernel files. */
export type KernelReadingOptions = OptionValues<
  typeof READ_KERNEL_OPTIONS & { kernelConvention: typeof CONVENTION_OPTION }
>;

/** What a task says about the reading of kernel files, as readKernelFile takes it. */
export function kernelReading({
  kernelConvention,
  maxKernelSize,
  scale,
}: KernelReadingOptions & { scale?: number | undefined }): ReadKernelOptions {
  return { convention: kernelConvention, maxKernelSize, scale };
}

/** What a task says about the reading of images. */
export function readOptions({
  maxPixels,
  allowDamaged,
}: OptionValues<typeof READ_OPTIONS>): OptionValues<typeof READ_OPTIONS> {
  return { maxPixels, allowDamaged };
}
