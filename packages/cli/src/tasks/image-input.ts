/** What programs have images in: paths, bytes, streams, instances of sharp. */
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { check, shown } from "@kernelgan/core/internal";
import type { Sharp } from "sharp";
import { inFile } from "../errors/in-file.js";
import { readStream } from "../files/read-file.js";
import type { ImageSource } from "../image-files/byte-reader.js";

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
 * @throws KernelGanError `invalid-argument` for what is none of these, `invalid-input` if a stream breaks off,
 *   `aborted`
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
    return fileURLToPath(input);
  }
  if (input instanceof Blob) return new Uint8Array(await input.arrayBuffer());
  if (isSharp(input)) return resultOf(input);
  check(
    isStream(input),
    () =>
      `an image is given by its path, its bytes (a Uint8Array), a stream of them or an instance of sharp, got ${shown(input)}`,
  );
  return readStream(input as Readable, "the stream", { signal });
}

/** Does work on an image; the errors of a file name it. */
export function inSource<T>(source: ImageSource, work: () => Promise<T>): Promise<T> {
  return typeof source === "string" ? inFile(source, work) : work();
}

function isSharp(input: unknown): input is Sharp {
  const { clone, metadata, toBuffer } = (input ?? {}) as Partial<Sharp>;
  return [clone, metadata, toBuffer].every((method) => typeof method === "function");
}

function isStream(input: unknown): input is AsyncIterable<Uint8Array> {
  return typeof (input as AsyncIterable<Uint8Array> | null)?.[Symbol.asyncIterator] === "function";
}

/** What the instance makes, in a format that holds all of it. */
function resultOf(image: Sharp): Promise<Uint8Array> {
  return image.clone().keepMetadata().png({ compressionLevel: 0 }).toBuffer();
}
