/**
 * Kernels as PNG: the picture of @kernelgan/figures, and the exact numbers in a text chunk (keyword `kernelgan`, the
 * short JSON document of record.ts), so that the picture can be read back as a kernel.
 */
import { type Kernel, KernelGanError } from "@kernelgan/core";
import { check, checkKernel } from "@kernelgan/core/internal";
import { checkBytes } from "./bytes.js";
import { checkDecodeOptions, type DecodeOptions } from "./limits.js";
import { checkOrigin, type KernelOrigin } from "./origin.js";
import { isPng } from "./png-chunks.js";
import { insertText, readText } from "./png-text.js";
import { decodeJson, type StoredKernel, shortDocument } from "./record.js";

const KEYWORD = "kernelgan";

/**
 * The picture (a PNG) with the kernel's numbers put inside.
 *
 * @throws KernelGanError `invalid-argument` if the picture is no PNG, the kernel none, or the origin makes no sense.
 */
export function embedKernel(
  picture: Uint8Array,
  k: Kernel,
  origin: KernelOrigin = {},
): Uint8Array<ArrayBuffer> {
  checkBytes(picture, "a picture");
  checkKernel(k);
  checkOrigin(origin);
  check(isPng(picture), () => "a kernel's numbers go into a PNG; the picture is something else");
  return insertText(picture, KEYWORD, shortDocument(k, origin));
}

/**
 * The kernel inside a picture that `embedKernel` made.
 *
 * @throws KernelGanError `invalid-input` if the PNG carries no kernel, e.g. because a program saved it again;
 *   `invalid-argument` for what are no bytes, or options that make no sense.
 */
export async function decodeKernelPng(bytes: Uint8Array, options: DecodeOptions = {}): Promise<StoredKernel> {
  checkBytes(bytes);
  checkDecodeOptions(options);
  const text = await textInside(bytes);
  if (text === undefined) {
    throw new KernelGanError(
      "invalid-input",
      "is a picture without a kernel's numbers inside; give the .mat, .npy or .json file",
    );
  }
  return decodeJson(text, options);
}

async function textInside(bytes: Uint8Array): Promise<string | undefined> {
  try {
    return await readText(bytes, KEYWORD);
  } catch (error) {
    throw new KernelGanError("invalid-input", "is a damaged PNG", { cause: error });
  }
}
