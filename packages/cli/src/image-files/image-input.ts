/** What programs have images in: paths, bytes, streams, instances of sharp. */
import { fileURLToPath } from "node:url";
import { KernelGanError } from "@kernelgan/core";
import { check, saysNoMemory, shown } from "@kernelgan/core/internal";
import type { Sharp } from "sharp";
import { brokenOff, inFile } from "../errors/in-file.js";
import { readStream } from "../files/read-file.js";
import { unlessAborted } from "../files/unless-aborted.js";
import type { ImageSource } from "./byte-reader.js";

/**
 * An image file: its path or file: URL, its bytes, or a stream of them; or an instance of sharp, whose result is taken.
 */
export type ImageInput =
  | string
  | URL
  | Uint8Array
  | ArrayBuffer
  | Blob
  | AsyncIterable<Uint8Array>
  | Pick<Sharp, "clone" | "metadata" | "toBuffer">;

/**
 * The path or the bytes of an image.
 *
 * @throws KernelGanError `invalid-argument` for what is none of these, `invalid-input` if a stream breaks off or gives
 *   no bytes, or sharp fails; `aborted`
 */
export async function imageSource(input: ImageInput, signal?: AbortSignal): Promise<ImageSource> {
  if (typeof input === "string" || input instanceof Uint8Array) return input;
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  if (input instanceof URL) {
    check(
      input.protocol === "file:",
      () =>
        `an image is read from a path or a file: URL, got ${input.protocol}; fetch it first, and give its bytes`,
    );
    return pathOf(input);
  }
  if (input instanceof Blob) return bytesOf(input);
  if (isSharp(input)) return resultOf(input);
  check(
    isStream(input),
    () =>
      `an image is given by its path, its bytes (a Uint8Array), a stream of them or an instance of sharp, got ${isPixels(input) ? PIXELS : shown(input)}`,
  );
  return unlessAborted(readStream(input, "the stream", { signal }), signal);
}

/** Does work on an image; the errors of a file name it. */
export function inSource<T>(source: ImageSource, work: () => Promise<T>): Promise<T> {
  return typeof source === "string" ? inFile(source, work) : work();
}

function isSharp(input: unknown): input is Sharp {
  const { clone, metadata, toBuffer } = (input ?? {}) as Partial<Sharp>;
  return [clone, metadata, toBuffer].every((method) => typeof method === "function");
}

/** As a canvas has them, or this library. */
function isPixels(input: unknown): boolean {
  const { width, height, data } = (input ?? {}) as Partial<Record<string, unknown>>;
  return typeof width === "number" && typeof height === "number" && ArrayBuffer.isView(data);
}

const PIXELS =
  "pixels; upscaleImage and estimateKernel take these, from fromImageData, fromInterleaved or readImage";

function isStream(input: unknown): input is AsyncIterable<Uint8Array> {
  return typeof (input as AsyncIterable<Uint8Array> | null)?.[Symbol.asyncIterator] === "function";
}

function pathOf(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw new KernelGanError("invalid-argument", `${url.href} leads to no file of this machine`, {
      cause: error,
    });
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    throw brokenOff("the Blob", error);
  }
}

/** What the instance makes, in a format that holds all of it. */
async function resultOf(image: Sharp): Promise<Uint8Array> {
  try {
    return await image.clone().keepMetadata().png({ compressionLevel: 0 }).toBuffer();
  } catch (error) {
    const reason = error instanceof Error ? error.message : shown(error);
    if (saysNoMemory(reason)) throw error;
    throw new KernelGanError("invalid-input", `sharp cannot make the image: ${reason}`, { cause: error });
  }
}
