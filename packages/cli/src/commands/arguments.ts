/** Option values: parsers (values of the wrong kind are wrong usage, exit code 2) and the check of words. */
import { KernelGanError } from "@kernelgan/core";
import { type KernelFormat, kernelFormats } from "@kernelgan/formats";
import { InvalidArgumentError } from "commander";

/** A whole number of at least `least` and at most `most`. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = parseNumber(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    const range = most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `of at least ${least}`;
    throw new InvalidArgumentError(`Give a whole number ${range}.`);
  };
}

/** A number of at least `least`. */
export function numberFrom(least: number): (text: string) => number {
  return (text) => {
    const value = parseNumber(text);
    if (value >= least) return value;
    throw new InvalidArgumentError(`Give a number of at least ${least}.`);
  };
}

/** Kernel file formats, comma-separated, each once, in their usual order. */
export function formatList(text: string): KernelFormat[] {
  const names = text.split(",").map((name) => name.trim().toLowerCase());
  const unknown = names.find((name) => !kernelFormats.some((format) => format === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`Formats are ${kernelFormats.join(", ")}.`);
  return kernelFormats.filter((format) => names.includes(format));
}

/** Seeds, comma-separated, each once, in their order. */
export function seedList(text: string): number[] {
  return [...new Set(text.split(",").map(wholeNumber(0, 2 ** 32 - 1)))];
}

/**
 * The value among those known.
 *
 * @throws KernelGanError `invalid-argument` that lists them.
 */
export function oneOf<T>(known: readonly T[], value: unknown, what: string): T {
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  throw new KernelGanError("invalid-argument", `unknown ${what} ${value}; choose one of ${known.join(", ")}`);
}

function parseNumber(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}
