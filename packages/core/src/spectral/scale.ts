import { check } from "../errors.js";

/** @throws KernelGanError `invalid-argument` unless the scale is an integer of at least 2 */
export function checkScale(scale: number): void {
  check(
    Number.isInteger(scale) && scale >= 2,
    () => `the scale must be an integer of at least 2, got ${scale}`,
  );
}
