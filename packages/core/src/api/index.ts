/**
 * The public functions of the library that take images and kernels. Each checks its arguments here, once; the code that
 * it calls trusts them. What a function does, its equations and the errors that it throws are described at its
 * definition.
 */

import { check } from "../errors.js";
import {
  ESTIMATE_METHODS,
  type Estimate,
  type EstimateControl,
  estimateKernel as estimate,
  SCALES,
} from "../estimate/index.js";
import * as image from "../image/index.js";
import * as kernels from "../kernel/index.js";
import * as metrics from "../metrics/index.js";
import { random as stream } from "../random.js";
import { checkChoice } from "../range.js";
import { superResolve as restore, type SuperResolveControl } from "../restore/index.js";
import { shown } from "../shown.js";
import { type UpscaleControl, upscaleImage as upscale } from "../upscale/upscale.js";
import {
  checkControl,
  checkFinite,
  checkFiniteNumber,
  checkImage,
  checkImageSize,
  checkKernel,
  checkKernelSize,
  checkNames,
  checkPixels,
  checkRecord,
  checkSamples,
  type Names,
} from "./checks.js";

type Work = (...args: never[]) => unknown;

/** The function, after a check of its arguments. */
function checked<F extends Work>(work: F, checkArguments: (...args: Parameters<F>) => void): F {
  return ((...args: Parameters<F>) => {
    checkArguments(...args);
    return work(...args);
  }) as F;
}

/** The same for a function that returns a promise: it rejects, and never throws. */
function checkedAsync<F extends Work>(work: F, checkArguments: (...args: Parameters<F>) => void): F {
  return (async (...args: Parameters<F>) => {
    checkArguments(...args);
    return work(...args);
  }) as unknown as F;
}

/** Gray or colour. */
const CHANNELS = [1, 3];

// How to follow and stop the long calls.
const ESTIMATE_CONTROLS: Names<EstimateControl> = {
  signal: "signal",
  onProgress: "function",
  openTrainers: "function",
};
const SUPER_RESOLVE_CONTROLS: Names<SuperResolveControl> = {
  signal: "signal",
  onProgress: "function",
  onRows: "function",
};
const UPSCALE_CONTROLS: Names<UpscaleControl> = {
  signal: "signal",
  onEstimateProgress: "function",
  onRestoreProgress: "function",
  onRows: "function",
  openTrainers: "function",
};

/** The names of other functions' options. */
const METRIC_NAMES: Names<metrics.MetricOptions> = { border: "any" };
const EVALUATE_NAMES: Names<metrics.EvaluateOptions> = { scale: "any", border: "any", upToShift: "any" };
const ANALYTIC_NAMES: Names<kernels.AnalyticOptions> = { crop: "boolean" };
const RANDOM_KERNEL_NAMES: Names<kernels.RandomKernelOptions> = {
  scale: "any",
  size: "any",
  eigenvalues: "any",
  noise: "any",
};

// What a bundle does not use it need not have: the calls are marked as free of side effects.

/** Finds the kernel that an image was downscaled with: estimate/estimate-kernel.ts. */
export const estimateKernel: typeof estimate = /* @__PURE__ */ checkedAsync(
  estimate,
  (image, options, control) => {
    checkImage(image, CHANNELS);
    checkSamples(image);
    checkOptionsObject(options);
    checkControl(control, ESTIMATE_CONTROLS);
    checkTransparency(options, image);
  },
);

/** Upscales an image for the kernel it was made with: restore/super-resolve.ts. */
export const superResolve: typeof restore = /* @__PURE__ */ checkedAsync(
  restore,
  (image, given, options, control) => {
    checkImage(image, CHANNELS);
    checkSamples(image);
    checkKernels(given);
    checkOptionsObject(options);
    checkControl(control, SUPER_RESOLVE_CONTROLS);
    checkTransparency(options, image);
  },
);

/** Blind super-resolution, kernel and picture: upscale/upscale.ts. */
export const upscaleImage: typeof upscale = /* @__PURE__ */ checkedAsync(
  upscale,
  (image, options, control) => {
    checkImage(image, CHANNELS);
    checkSamples(image);
    checkOptionsObject(options);
    checkControl(control, UPSCALE_CONTROLS);
    const { kernels: given, estimate: made } = options ?? {};
    if (given !== undefined) checkKernels(given);
    if (made !== undefined) checkEstimate(made);
    checkTransparency(options, image);
  },
);

/** What the options are is in a table (`checkOptions`). */
function checkOptionsObject(options: object | undefined): void {
  if (options !== undefined) checkRecord(options, "the options must be an object");
}

/** One kernel, or several by the factors they are for. */
function checkKernels(given: Parameters<typeof restore>[1]): void {
  const expected = "the kernels must be a kernel, or kernels by factor such as { 2: kernel }";
  checkRecord(given, expected);
  check(
    !Array.isArray(given),
    () => `${expected}, got an array; if it has the rows of a kernel, kernelFromRows makes one of it`,
  );
  check(
    !("kernels" in given),
    () => `${expected}, got an object with kernels; if it is an estimate, give its "kernels"`,
  );
  if ("data" in given || "size" in given) {
    checkKernel(given as kernels.Kernel);
    return;
  }
  check(
    Object.values(given).some((kernel) => kernel !== undefined),
    () => "the kernels by factor are none; give one for the factor, or leave them out",
  );
  for (const [factor, kernel] of Object.entries(given)) {
    check(Number(factor) > 0, () => `${expected}; ${shown(factor)} is no factor`);
    if (kernel !== undefined) checkKernel(kernel as kernels.Kernel, `the kernel for ×${factor}`);
  }
}

/** What an upscale uses of an estimate. */
function checkEstimate(made: Estimate): void {
  const expected = `"estimate" must be a result of estimateKernel`;
  checkRecord(made, expected);
  const { method, scale, kernels: found, confidence, fellBack, warnings } = made;
  check(
    ESTIMATE_METHODS.includes(method),
    () => `${expected}, whose method is one of ${ESTIMATE_METHODS.join(", ")}; got ${shown(method)}`,
  );
  check(
    SCALES.includes(scale),
    () => `${expected}, whose scale is one of ${SCALES.join(", ")}; got ${shown(scale)}`,
  );
  checkRecord(found, `${expected}, whose kernels are kernels by factor`);
  checkKernels(found);
  check(
    typeof confidence === "number" && confidence >= 0 && confidence <= 1,
    () => `${expected}, whose confidence is a number from 0 to 1; got ${shown(confidence)}`,
  );
  check(
    typeof fellBack === "boolean",
    () => `${expected}, whose fellBack is true or false; got ${shown(fellBack)}`,
  );
  check(
    Array.isArray(warnings) && warnings.every((warning) => typeof warning === "string"),
    () => `${expected}, whose warnings are strings; got ${shown(warnings)}`,
  );
}

/** Makes a planar image: image/planar-image.ts. */
export const planarImage: typeof image.planarImage = /* @__PURE__ */ checked(
  image.planarImage,
  (width, height, channels, data) => {
    if (data === undefined) checkImageSize(width, height, channels);
    else checkImage({ width, height, channels, data });
  },
);

/** Interleaved samples as planes: image/interleaved.ts. */
export const fromInterleaved: typeof image.fromInterleaved = /* @__PURE__ */ checked(
  image.fromInterleaved,
  (pixels) => checkPixels(pixels, "the pixels"),
);

/** Pixels of a canvas as planes: image/interleaved.ts. */
export const fromImageData: typeof image.fromImageData = /* @__PURE__ */ checked(
  image.fromImageData,
  (pixels) => {
    checkRecord(pixels, "the pixels must be an ImageData");
    checkPixels(
      { width: pixels.width, height: pixels.height, data: pixels.data, channels: 4 },
      "the ImageData",
    );
  },
);

/** Planes as pixels of a canvas: image/interleaved.ts. */
export const toImageData: typeof image.toImageData = /* @__PURE__ */ checked(
  image.toImageData,
  (source, alpha) => {
    checkImage(source, CHANNELS);
    if (alpha !== undefined) checkAlpha(alpha, source);
  },
);

function checkAlpha(alpha: image.PlanarImage, source: image.PlanarImage): void {
  checkImage(alpha, [1], "alpha");
  check(
    alpha.width === source.width && alpha.height === source.height,
    () =>
      `alpha must have the size of the image, ${source.width}×${source.height}, got ${alpha.width}×${alpha.height}`,
  );
}

/** Alpha among the options of a long call. */
function checkTransparency(
  options: { alpha?: image.PlanarImage | undefined } | undefined,
  source: image.PlanarImage,
): void {
  const alpha = options?.alpha;
  if (alpha === undefined) return;
  checkAlpha(alpha, source);
  checkSamples(alpha, "alpha");
}

/** Cuts a rectangle out: image/crop.ts. */
export const crop: typeof image.crop = /* @__PURE__ */ checked(image.crop, (source, rectangle) => {
  checkImage(source);
  checkRecord(rectangle, "the rectangle must be { x, y, width, height }");
  const { x, y, width, height } = rectangle;
  check(
    [x, y, width, height].every(Number.isInteger),
    () =>
      `the x, y, width and height of the rectangle must be integers, got ${[x, y, width, height].map(shown).join(", ")}`,
  );
});

/** Bicubic resizing as MATLAB's: image/imresize.ts. */
export const imresize: typeof image.imresize = /* @__PURE__ */ checked(
  image.imresize,
  (source, target, wrap) => {
    checkImage(source);
    checkFinite(source);
    checkRecord(target, "the size to resize to must be { scale } or { width, height }");
    check(
      !("scale" in target) || !("width" in target || "height" in target),
      () => "both a scale and a width or height to resize to are given; leave one of them out",
    );
    const [width = 0, height = 0] =
      "scale" in target
        ? [source.width, source.height].map((n) =>
            Number.isFinite(target.scale) ? Math.ceil(target.scale * n) : 0,
          )
        : [target.width, target.height];
    // What makes no sense by itself is named by the function itself.
    if ([width, height].every((n) => Number.isFinite(n) && n > 0)) {
      checkImageSize(width, height, source.channels, "the result");
    }
    if (wrap !== undefined) checkChoice("the axes to wrap along", wrap, image.WRAP_OPTION.values);
  },
);

/** Peak signal-to-noise ratio: metrics/psnr.ts. */
export const psnr: typeof metrics.psnr = /* @__PURE__ */ checked(metrics.psnr, checkMetric);

/** Structural similarity: metrics/ssim.ts. */
export const ssim: typeof metrics.ssim = /* @__PURE__ */ checked(metrics.ssim, checkMetric);

function checkMetric(a: image.PlanarImage, b: image.PlanarImage, options?: metrics.MetricOptions): void {
  checkPair(a, b);
  checkNames(options, METRIC_NAMES);
}

/** PSNR and SSIM as the literature has them: metrics/evaluate-image.ts. */
export const evaluateImage: typeof metrics.evaluateImage = /* @__PURE__ */ checked(
  metrics.evaluateImage,
  (a, b, options) => {
    checkPair(a, b);
    checkNames(options, EVALUATE_NAMES);
  },
);

function checkPair(a: image.PlanarImage, b: image.PlanarImage): void {
  checkImage(a, CHANNELS, "the first image");
  checkImage(b, CHANNELS, "the second image");
  checkSamples(a, "the first image");
  checkSamples(b, "the second image");
}

/** A stream of random numbers: random.ts. */
export const random: typeof stream = /* @__PURE__ */ checked(stream, (seed, number = 0) => {
  check(
    Number.isFinite(seed) && Number.isFinite(number),
    () => `a seed and a stream must be numbers, got ${shown(seed)} and ${shown(number)}`,
  );
});

/** Makes a kernel: kernel/kernel.ts. */
export const kernel: typeof kernels.kernel = /* @__PURE__ */ checked(kernels.kernel, (size, data) => {
  checkKernelSize(size);
  if (data !== undefined) checkRecord(data, "a kernel's weights must be an array of numbers");
});

/** A kernel of its rows: kernel/kernel.ts. */
export const kernelFromRows: typeof kernels.kernelFromRows = /* @__PURE__ */ checked(
  kernels.kernelFromRows,
  (rows, scale) => {
    check(
      Array.isArray(rows),
      () => `a kernel's rows must be an array of arrays of numbers, got ${shown(rows)}`,
    );
    for (const row of rows) checkRecord(row, "a row of a kernel must be an array of numbers");
    checkKernelSize(rows.length);
    if (scale !== undefined) checkFiniteNumber(scale, "the scale");
  },
);

/** A kernel as rows: kernel/kernel.ts. */
export const kernelRows: typeof kernels.kernelRows = /* @__PURE__ */ checked(kernels.kernelRows, (k) =>
  checkKernel(k),
);

/** Where an aligned kernel's centre lies: kernel/kernel.ts. */
export const alignedCentre: typeof kernels.alignedCentre = /* @__PURE__ */ checked(
  kernels.alignedCentre,
  (size, scale) => {
    checkKernelSize(size);
    checkFiniteNumber(scale, "the scale");
  },
);

/** The sum of the weights: kernel/moments.ts. */
export const kernelSum: typeof kernels.kernelSum = /* @__PURE__ */ checked(kernels.kernelSum, (k) =>
  checkKernel(k),
);

/** The centre of mass: kernel/moments.ts. */
export const centreOfMass: typeof kernels.centreOfMass = /* @__PURE__ */ checked(kernels.centreOfMass, (k) =>
  checkKernel(k),
);

/** A kernel in another frame: kernel/frame.ts. */
export const reframe: typeof kernels.reframe = /* @__PURE__ */ checked(kernels.reframe, (k, size) => {
  checkKernel(k);
  checkKernelSize(size);
});

/** A kernel as other programs hold it: kernel/convention.ts. */
export const toConvention: typeof kernels.toConvention = /* @__PURE__ */ checked(
  kernels.toConvention,
  (k, convention) => {
    checkKernel(k);
    checkConvention(convention);
  },
);

/** A kernel that other programs hold: kernel/convention.ts. */
export const fromConvention: typeof kernels.fromConvention = /* @__PURE__ */ checked(
  kernels.fromConvention,
  (k, convention) => {
    checkKernel(k);
    checkConvention(convention);
  },
);

function checkConvention(convention: kernels.KernelConvention): void {
  check(
    kernels.KERNEL_CONVENTIONS.includes(convention),
    () => `the convention must be one of ${kernels.KERNEL_CONVENTIONS.join(", ")}, got ${shown(convention)}`,
  );
}

/** The kernels of larger scales: kernel/analytic.ts. */
export const analyticKernel: typeof kernels.analyticKernel = /* @__PURE__ */ checked(
  kernels.analyticKernel,
  (k, scale, options) => {
    checkKernel(k);
    checkNames(options, ANALYTIC_NAMES);
    checkFiniteNumber(scale, "the scale");
    checkKernelSize(Math.ceil(Math.abs(scale - 1) * k.size) + 1, "the result");
  },
);

/** Bicubic downscaling as a kernel: kernel/bicubic-kernel.ts. */
export const bicubicKernel: typeof kernels.bicubicKernel = /* @__PURE__ */ checked(
  kernels.bicubicKernel,
  (scale) => {
    checkFiniteNumber(scale, "the scale");
    // A scale that makes no sense is named by the function itself.
    if (scale > 0) checkKernelSize(Math.ceil(4 * scale) + 1, "the kernel");
  },
);

/** A random kernel as of DIV2KRK: kernel/random-kernel.ts. */
export const randomKernel: typeof kernels.randomKernel = /* @__PURE__ */ checked(
  kernels.randomKernel,
  (numbers, options) => {
    const wanted = "random numbers must be those of random(seed)";
    checkRecord(numbers, wanted);
    check(
      [numbers.uniform, numbers.normal, numbers.integer].every((draw) => typeof draw === "function"),
      () => `${wanted}, got another object`,
    );
    checkNames(options, RANDOM_KERNEL_NAMES);
    const { scale = 2, size = Number.isFinite(scale) ? 10 * (scale - 1) + 1 : 1 } = options ?? {};
    if (Number.isFinite(size) && size > 0) checkKernelSize(Math.ceil(size), "the kernel");
  },
);

/** What a kernel looks like: kernel/describe-blur.ts. */
export const describeBlur: typeof kernels.describeBlur = /* @__PURE__ */ checked(
  kernels.describeBlur,
  (k, scale) => {
    checkKernel(k);
    checkFiniteNumber(scale, "the scale");
  },
);

/** How alike two kernels are: kernel/compare.ts. */
export const compareKernels: typeof kernels.compareKernels = /* @__PURE__ */ checked(
  kernels.compareKernels,
  (a, b, scale) => {
    checkKernel(a, "the first kernel");
    checkKernel(b, "the second kernel");
    checkFiniteNumber(scale, "the scale");
  },
);

/** Downscales with a kernel: kernel/downscale.ts. */
export const downscale: typeof kernels.downscale = /* @__PURE__ */ checked(
  kernels.downscale,
  (source, k, scale) => {
    checkImage(source);
    checkFinite(source);
    checkKernel(k);
    checkFiniteNumber(scale, "the scale");
  },
);
