import type { Kernel } from "../../src/kernel/index.js";

const ORDER = 3;

/** Lanczos's filter of order 3. */
export function lanczos(x: number): number {
  const sinc = (t: number): number => (t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t));
  return Math.abs(x) < ORDER ? sinc(x) * sinc(x / ORDER) : 0;
}

/** The same for a scale. */
export function lanczosKernel(scale: number): Kernel {
  const size = 2 * ORDER * scale;
  const taps = Array.from({ length: size }, (_, i) => lanczos((i - (size - 1) / 2) / scale));
  const sum = taps.reduce((a, b) => a + b, 0);
  return { size, data: Float64Array.from(taps.flatMap((v) => taps.map((h) => (v * h) / sum ** 2))) };
}
