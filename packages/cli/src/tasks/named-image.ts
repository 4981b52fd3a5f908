/** An image of the command line: a file, or what came from standard input. */
import type { ImageSource } from "../image-files/byte-reader.js";

/** A path; or bytes, with what stands for a path in messages and in the names of results. */
export type NamedImage = string | { name: string; bytes: Uint8Array };

/** The path, or what stands for it. */
export function nameOf(image: NamedImage): string {
  return typeof image === "string" ? image : image.name;
}

/** The path or the bytes. */
export function sourceOf(image: NamedImage): ImageSource {
  return typeof image === "string" ? image : image.bytes;
}
