/** The public functions that judge a picture by another. */
import type { PlanarImage } from "../image/index.js";
import * as metrics from "../metrics/index.js";
import { checked } from "./checked.js";
import { CHANNELS, checkImage, checkNames, checkSamples, type Names } from "./checks.js";

/** The names of the options. */
const METRIC_NAMES: Names<metrics.MetricOptions> = { border: "any" };
const EVALUATE_NAMES: Names<metrics.EvaluateOptions> = { scale: "any", border: "any", upToShift: "any" };

/** Peak signal-to-noise ratio. */
export const psnr: typeof metrics.psnr = /* @__PURE__ */ checked(metrics.psnr, checkMetric);

/** Structural similarity. */
export const ssim: typeof metrics.ssim = /* @__PURE__ */ checked(metrics.ssim, checkMetric);

function checkMetric(a: PlanarImage, b: PlanarImage, options?: metrics.MetricOptions): void {
  checkPair(a, b);
  checkNames(options, METRIC_NAMES);
}

/** PSNR and SSIM as the literature has them. */
export const evaluateImage: typeof metrics.evaluateImage = /* @__PURE__ */ checked(
  metrics.evaluateImage,
  (a, b, options) => {
    checkPair(a, b);
    checkNames(options, EVALUATE_NAMES);
  },
);

function checkPair(a: PlanarImage, b: PlanarImage): void {
  checkImage(a, CHANNELS, "the first image");
  checkImage(b, CHANNELS, "the second image");
  checkSamples(a, "the first image");
  checkSamples(b, "the second image");
}
