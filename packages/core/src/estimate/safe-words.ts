/** What is said where a safe kernel takes the place of an estimate: of the kernel, and of a picture made with it. */

const NO_BLUR = "no blur that can be undone: ";

/** Of a kernel for that scale. */
export function noBlur(scale: number): string {
  return `${NO_BLUR}${scale === 1 ? "the kernel changes nothing" : "the kernel is the bicubic one, of a usual enlargement"}`;
}

/** Of a picture that is made without an estimate. */
export function usualWay(scale: number): string {
  return scale === 1 ? "nothing is sharpened" : "enlarged in the usual way, with the bicubic kernel";
}

/** A warning of an estimate, as it is said of the picture that is made with its kernel. */
export function saidOfPicture(warning: string, scale: number): string {
  return warning.startsWith(NO_BLUR) ? NO_BLUR + usualWay(scale) : warning;
}
