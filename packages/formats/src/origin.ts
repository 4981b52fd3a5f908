/** Where a kernel comes from, as files say it. */
import { KERNEL_CONVENTIONS, type KernelConvention } from "@kernelgan/core";
import { check, checkNames, type Names, shown } from "@kernelgan/core/internal";

/** Where a kernel comes from. All of it is optional: a kernel file can hold the numbers alone. */
export interface KernelOrigin {
  /** Name to show, by default the file's. */
  name?: string | undefined;
  /** Downscaling factor that the kernel belongs to. */
  scale?: number | undefined;
  /** How the file holds the kernel; default "aligned". */
  convention?: KernelConvention | undefined;
  /** The image it was estimated from, or applied to. */
  image?: string | undefined;
  /** The seed that gave it. */
  seed?: number | undefined;
  /** Options it was made with. */
  options?: Record<string, unknown> | undefined;
  /** Anything else for the JSON file: losses, timing, warnings. */
  details?: Record<string, unknown> | undefined;
}

const ORIGIN_NAMES: Names<KernelOrigin> = {
  name: "text",
  scale: "any",
  convention: "any",
  image: "text",
  seed: "any",
  options: "object",
  details: "object",
};

/** @throws KernelGanError `invalid-argument` unless it says where a kernel comes from */
export function checkOrigin(origin: KernelOrigin): void {
  checkNames(origin, ORIGIN_NAMES, "a kernel's origin");
  checkHeld(origin);
  const { seed } = origin;
  check(
    seed === undefined || Number.isSafeInteger(seed),
    () => `the seed of a kernel's origin must be an integer, got ${shown(seed)}`,
  );
}

/** @throws KernelGanError `invalid-argument` unless a file can hold a kernel in this way, for this scale */
export function checkHeld({ convention, scale }: Pick<KernelOrigin, "convention" | "scale">): void {
  check(
    convention === undefined || KERNEL_CONVENTIONS.includes(convention),
    () => `the convention must be one of ${KERNEL_CONVENTIONS.join(", ")}, got ${shown(convention)}`,
  );
  check(
    scale === undefined || isScale(scale),
    () => `the scale of a kernel must be a positive number, got ${shown(scale)}`,
  );
}

/** Whether a kernel can be for this factor. */
export function isScale(scale: number): boolean {
  return Number.isFinite(scale) && scale > 0;
}
