/** Every format, without a rasteriser. */
import type { Kernel } from "@kernelgan/core";
import type { KernelFormat } from "../../src/format-names.js";
import { encodeKernel } from "../../src/formats.js";
import type { KernelOrigin } from "../../src/origin.js";

/** A PNG of one grey pixel, by which pictures are replaced here. */
export const grey = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="),
  (c) => c.charCodeAt(0),
);

/** `encodeKernel`, with a grey pixel for the picture. */
export function encode(format: KernelFormat, k: Kernel, origin: KernelOrigin = {}): Promise<Uint8Array> {
  return encodeKernel(format, k, origin, async () => grey);
}
