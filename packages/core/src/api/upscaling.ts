/** The public functions that find an image's kernel, and that upscale for it. */
import { check } from "../errors.js";
import {
  ESTIMATE_METHODS,
  type Estimate,
  type EstimateControl,
  estimateKernel as estimate,
  SCALES,
} from "../estimate/index.js";
import type { Kernel } from "../kernel/index.js";
import { superResolve as restore, type SuperResolveControl } from "../restore/index.js";
import { shown } from "../shown.js";
import { type UpscaleControl, upscaleImage as upscale } from "../upscale/upscale.js";
import { checkedAsync } from "./checked.js";
import {
  CHANNELS,
  checkControl,
  checkImage,
  checkKernel,
  checkRecord,
  checkSamples,
  type Names,
} from "./checks.js";
import { checkTransparency } from "./transparency.js";

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

/** Finds the kernel that an image was downscaled with. */
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

/** Upscales an image for the kernel it was made with. */
export const superResolve: typeof restore = /* @__PURE__ */ checkedAsync(
  restore,
  (image, given, options, control) => {
    checkImage(image, CHANNELS);
    checkSamples(image);
    checkKernels(given);
    checkOptionsObject(options);
    checkControl(control, SUPER_RESOLVE_CONTROLS, "the fourth argument");
    checkTransparency(options, image);
  },
);

/** Blind super-resolution, kernel and picture. */
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
    checkKernel(given as Kernel);
    return;
  }
  check(
    Object.values(given).some((kernel) => kernel !== undefined),
    () => "the kernels by factor are none; give one for the factor, or leave them out",
  );
  for (const [factor, kernel] of Object.entries(given)) {
    check(Number(factor) > 0, () => `${expected}; ${shown(factor)} is no factor`);
    if (kernel !== undefined) checkKernel(kernel as Kernel, `the kernel for ×${factor}`);
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
    Array.isArray(warnings) && warnings.every(isWarning),
    () => `${expected}, whose warnings have a code and a message; got ${shown(warnings)}`,
  );
}

/** One with a code of another version is a warning too. */
function isWarning(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { code, message }: { code?: unknown; message?: unknown } = value;
  return typeof code === "string" && typeof message === "string";
}
