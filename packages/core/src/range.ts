/** Checks of numbers and words, with one wording for all: "the scale must be an integer of at least 1, got 0". */
import { check } from "./errors.js";

/** The numbers from `min` to `max`. */
export interface Range {
  readonly min: number;
  /** Default: no limit. */
  readonly max?: number;
}

/** A range in words: "from 1 to 1024", "of at least 0". */
export function rangeText({ min, max }: Range): string {
  return max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
}

/** Whether a number lies in a range, its ends included. */
export function isInRange(value: number, { min, max = Number.POSITIVE_INFINITY }: Range): boolean {
  return value >= min && value <= max;
}

/**
 * @param name as it stands in the message: "the scale"
 * @throws KernelGanError `invalid-argument` unless `value` is an integer in the range
 */
export function checkInteger(name: string, value: number, range: Range): void {
  check(
    Number.isSafeInteger(value) && isInRange(value, range),
    () => `${name} must be an integer ${rangeText(range)}, got ${value}`,
  );
}

/** @throws KernelGanError `invalid-argument` unless `value` is a finite number in the range */
export function checkNumber(name: string, value: number, range: Range): void {
  check(
    Number.isFinite(value) && isInRange(value, range),
    () => `${name} must be a number ${rangeText(range)}, got ${value}`,
  );
}

/** @throws KernelGanError `invalid-argument` unless `value` is one of `values` */
export function checkChoice(name: string, value: string, values: readonly string[]): void {
  check(values.includes(value), () => `${name} must be one of ${values.join(", ")}, got "${value}"`);
}
