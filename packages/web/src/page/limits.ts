/**
 * How large pictures may be here. An output's luma as floats takes 4 bytes a pixel, and so does each canvas; a tab has
 * 1 to 4 GB, a phone's less. Outputs are stored strip by strip, and drawn smaller where they are too large for a
 * canvas.
 */

interface Limits {
  /** Largest number of pixels of an output. */
  output: number;
  /** Largest number of pixels of a file's picture. */
  decoded: number;
  /** Largest number of pixels of a canvas on the screen. */
  drawn: number;
  /** Largest number of pixels of a canvas that the browser writes a JPEG or WebP file of. */
  encoded: number;
}

const DESKTOP: Limits = { output: 100e6, decoded: 100e6, drawn: 64e6, encoded: 100e6 };
const PHONE: Limits = { output: 50e6, decoded: 50e6, drawn: 10e6, encoded: 50e6 };

/** Phones, tablets and computers with little memory (`deviceMemory`, in GB, exists in Chromium only). */
function isSmall(): boolean {
  const { deviceMemory } = navigator as { deviceMemory?: number };
  return deviceMemory !== undefined ? deviceMemory <= 4 : matchMedia("(pointer: coarse)").matches;
}

export const limits: Limits = isSmall() ? PHONE : DESKTOP;

/** Largest number of pixels to process for an output `scale` times as large. */
export function workingPixels(scale: number): number {
  return Math.floor(limits.output / scale ** 2);
}
