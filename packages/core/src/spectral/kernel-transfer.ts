/** |K(f)|² of a sampled kernel, f in cycles per low-resolution pixel. */
import type { Kernel } from "../kernel/index.js";
import type { PowerTransfer } from "./shapes/shape.js";

/** @param scale s that the kernel is for: its pixels are 1/s of a low-resolution one. */
export function kernelTransfer({ size, data }: Kernel, scale: number): PowerTransfer {
  const [cos, sin] = [new Float64Array(size), new Float64Array(size)];
  return (y, x) => {
    for (let j = 0; j < size; j++) {
      cos[j] = Math.cos((2 * Math.PI * x * j) / scale);
      sin[j] = Math.sin((2 * Math.PI * x * j) / scale);
    }
    let [re, im] = [0, 0];
    for (let i = 0; i < size; i++) {
      let [a, b] = [0, 0];
      for (let j = 0; j < size; j++) {
        a += data[i * size + j]! * cos[j]!;
        b += data[i * size + j]! * sin[j]!;
      }
      const phase = (2 * Math.PI * y * i) / scale;
      re += a * Math.cos(phase) - b * Math.sin(phase);
      im += a * Math.sin(phase) + b * Math.cos(phase);
    }
    return re * re + im * im;
  };
}
