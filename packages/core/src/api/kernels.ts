/** The public functions that make, change, describe and use kernels. */
import { check } from "../errors.js";
import { FOUND_LIGHTS } from "../image/index.js";
import * as kernels from "../kernel/index.js";
import { checkChoice } from "../range.js";
import { shown } from "../shown.js";
import { checked } from "./checked.js";
import {
  checkFinite,
  checkFiniteNumber,
  checkImage,
  checkKernel,
  checkKernelSize,
  checkNames,
  checkRecord,
  checkSamples,
  checkToneCurve,
  type Names,
} from "./checks.js";

/** The names of the options. */
const ANALYTIC_NAMES: Names<kernels.AnalyticOptions> = { crop: "boolean" };
const RANDOM_KERNEL_NAMES: Names<kernels.RandomKernelOptions> = {
  scale: "any",
  size: "any",
  eigenvalues: "any",
  noise: "any",
};
const DOWNSCALE_NAMES: Names<kernels.DownscaleOptions> = { light: "any", toneCurve: "any" };

/** Makes a kernel. */
export const kernel: typeof kernels.kernel = /* @__PURE__ */ checked(kernels.kernel, (size, data) => {
  checkKernelSize(size);
  if (data !== undefined) checkRecord(data, "a kernel's weights must be an array of numbers");
});

/** A kernel of its rows. */
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

/** A kernel as rows. */
export const kernelRows: typeof kernels.kernelRows = /* @__PURE__ */ checked(kernels.kernelRows, (k) =>
  checkKernel(k),
);

/** Where an aligned kernel's centre lies. */
export const alignedCentre: typeof kernels.alignedCentre = /* @__PURE__ */ checked(
  kernels.alignedCentre,
  (size, scale) => {
    checkKernelSize(size);
    checkFiniteNumber(scale, "the scale");
  },
);

/** The sum of the weights. */
export const kernelSum: typeof kernels.kernelSum = /* @__PURE__ */ checked(kernels.kernelSum, (k) =>
  checkKernel(k),
);

/** The centre of mass. */
export const centreOfMass: typeof kernels.centreOfMass = /* @__PURE__ */ checked(kernels.centreOfMass, (k) =>
  checkKernel(k),
);

/** A kernel in another frame. */
export const reframe: typeof kernels.reframe = /* @__PURE__ */ checked(kernels.reframe, (k, size) => {
  checkKernel(k);
  checkKernelSize(size);
});

/** A kernel as other programs hold it. */
export const toConvention: typeof kernels.toConvention = /* @__PURE__ */ checked(
  kernels.toConvention,
  (k, convention, scale) => {
    checkKernel(k);
    checkConvention(convention);
    checkMove(k, convention, scale);
  },
);

/** A kernel that other programs hold. */
export const fromConvention: typeof kernels.fromConvention = /* @__PURE__ */ checked(
  kernels.fromConvention,
  (k, convention, scale) => {
    checkKernel(k);
    checkConvention(convention);
    checkMove(k, convention, scale);
  },
);

function checkConvention(convention: kernels.KernelConvention): void {
  check(
    kernels.KERNEL_CONVENTIONS.includes(convention),
    () => `the convention must be one of ${kernels.KERNEL_CONVENTIONS.join(", ")}, got ${shown(convention)}`,
  );
}

/** Checks the frame of a kernel that is moved; a scale that makes no sense is named by the function itself. */
function checkMove(k: kernels.Kernel, convention: kernels.KernelConvention, scale: number | undefined): void {
  if (convention === "fkp" && Number.isInteger(scale)) {
    checkKernelSize(k.size + 2 * Math.abs(scale! - 1), "the moved kernel");
  }
}

/** The kernels of larger scales. */
export const analyticKernel: typeof kernels.analyticKernel = /* @__PURE__ */ checked(
  kernels.analyticKernel,
  (k, scale, options) => {
    checkKernel(k);
    checkNames(options, ANALYTIC_NAMES);
    checkFiniteNumber(scale, "the scale");
    checkKernelSize(Math.ceil(Math.abs(scale - 1) * k.size) + 1, "the result");
  },
);

/** Bicubic downscaling as a kernel. */
export const bicubicKernel: typeof kernels.bicubicKernel = /* @__PURE__ */ checked(
  kernels.bicubicKernel,
  (scale) => {
    checkFiniteNumber(scale, "the scale");
    // A scale that makes no sense is named by the function itself.
    if (scale > 0) checkKernelSize(Math.ceil(4 * scale) + 1, "the kernel");
  },
);

/** A random kernel as of DIV2KRK. */
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

/** What a kernel looks like. */
export const describeBlur: typeof kernels.describeBlur = /* @__PURE__ */ checked(
  kernels.describeBlur,
  (k, scale) => {
    checkKernel(k);
    checkFiniteNumber(scale, "the scale");
  },
);

/** How alike two kernels are. */
export const compareKernels: typeof kernels.compareKernels = /* @__PURE__ */ checked(
  kernels.compareKernels,
  (a, b, scale) => {
    checkKernel(a, "the first kernel");
    checkKernel(b, "the second kernel");
    checkFiniteNumber(scale, "the scale");
  },
);

/** Downscales with a kernel. */
export const downscale: typeof kernels.downscale = /* @__PURE__ */ checked(
  kernels.downscale,
  (source, k, scale, options) => {
    checkNames(options, DOWNSCALE_NAMES);
    const { light = "encoded", toneCurve } = options ?? {};
    checkChoice('"light"', light, FOUND_LIGHTS);
    if (toneCurve !== undefined) {
      checkToneCurve(toneCurve, '"toneCurve"');
      check(
        light === "linear",
        () => `"toneCurve" belongs to linear light; add light: "linear", or leave it out`,
      );
    }
    checkImage(source);
    if (light === "linear") checkSamples(source);
    else checkFinite(source);
    checkKernel(k);
    checkFiniteNumber(scale, "the scale");
  },
);
