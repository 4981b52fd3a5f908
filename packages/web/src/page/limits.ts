/**
 * How large pictures may be here. An output's luma as floats, its copies for the screen and the comparison, and the PNG take
 * 4 bytes a pixel each; a tab has 1 to 4 GB, a phone's less.
 */

interface Limits {
  /** Largest number of pixels of an output. */
  output: number;
  /** Largest number of pixels of a file's picture. */
  decoded: number;
}

const DESKTOP: Limits = { output: 64e6, decoded: 100e6 };
const PHONE: Limits = { output: 10e6, decoded: 50e6 };

/** Phones, tablets and computers with little memory (`deviceMemory`, in GB, exists in Chromium only). */
function isSmall(): boolean {
  const { deviceMemory } = navigator as { deviceMemory?: number };
  return deviceMemory !== undefined ? deviceMemory <= 4 : matchMedia("(pointer: coarse)").matches;
}

export const limits: Limits = isSmall() ? PHONE : DESKTOP;

/** Largest number of pixels to process for an output `scale` times as large. At ×8 kernels are found, but nothing is enlarged. */
export function workingPixels(scale: number): number {
  return Math.floor(limits.output / Math.min(scale, 4) ** 2);
}
