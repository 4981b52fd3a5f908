import type { Kernel } from "../../src/kernel/index.js";

/** Lanczos's filter of order 3 for a scale. */
export function lanczosKernel(scale: number): Kernel {
  const order = 3;
  const size = 2 * order * scale;
  const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
  const taps = Array.from({ length: size }, (_, i) => {
    const x = (i - (size - 1) / 2) / scale;
    return sinc(x) * sinc(x / order);
  });
  const sum = taps.reduce((a, b) => a + b, 0);
  return { size, data: Float64Array.from(taps.flatMap((v) => taps.map((h) => (v * h) / sum ** 2))) };
}
