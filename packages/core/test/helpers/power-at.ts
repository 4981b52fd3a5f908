import type { PowerTransfer } from "../../src/spectral/shapes/shape.js";

/** |K(f)|² at one frequency. */
export function powerAt(transfer: PowerTransfer, y: number, x: number): number {
  const power = new Float64Array(1);
  transfer(Float64Array.of(y), Float64Array.of(x), power);
  return power[0]!;
}
