/** How alike two images are: PSNR and SSIM, and both as the super-resolution literature reports them. */
export type { ImageShift } from "./best-shift.js";
export type { MetricOptions } from "./compared-area.js";
export { cutToSize } from "./cut-to-size.js";
export { type EvaluateOptions, evaluateImage, type ImageQuality } from "./evaluate-image.js";
export { psnr } from "./psnr.js";
export { ssim } from "./ssim.js";
