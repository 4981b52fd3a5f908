/** |K(f)|² of a sampled kernel, f in cycles per low-resolution pixel. */
import type { Kernel } from "../../kernel/index.js";
import { type PowerTransfer, pointwise } from "../shapes/shape.js";

/** Transforms of a kernel's rows at one frequency along them. */
interface RowTransforms {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** @param scale s that the kernel is for: its pixels are 1/s of a low-resolution one. */
export function kernelTransfer({ size, data }: Kernel, scale: number): PowerTransfer {
  const [cos, sin] = [new Float64Array(size), new Float64Array(size)];
  const rowsAt = (x: number): RowTransforms => {
    for (let j = 0; j < size; j++) {
      cos[j] = Math.cos((2 * Math.PI * x * j) / scale);
      sin[j] = Math.sin((2 * Math.PI * x * j) / scale);
    }
    const [re, im] = [new Float64Array(size), new Float64Array(size)];
    for (let i = 0; i < size; i++) {
      let [a, b] = [0, 0];
      for (let j = 0; j < size; j++) {
        a += data[i * size + j]! * cos[j]!;
        b += data[i * size + j]! * sin[j]!;
      }
      re[i] = a;
      im[i] = b;
    }
    return { re, im };
  };
  // The frequencies of a spectrum lie on a grid, so many have the same x.
  const known = new Map<number, RowTransforms>();
  return pointwise((y, x) => {
    const rows = known.get(x) ?? rowsAt(x);
    known.set(x, rows);
    let [re, im] = [0, 0];
    for (let i = 0; i < size; i++) {
      const phase = (2 * Math.PI * y * i) / scale;
      const [cosine, sine] = [Math.cos(phase), Math.sin(phase)];
      re += rows.re[i]! * cosine - rows.im[i]! * sine;
      im += rows.re[i]! * sine + rows.im[i]! * cosine;
    }
    return re * re + im * im;
  });
}
