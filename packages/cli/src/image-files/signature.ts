/**
 * The format of an image file by its first bytes: the decoder reads more than these, and some of it takes long for a
 * few bytes.
 */
import { KernelGanError } from "@kernelgan/core";
import { type InputFormat, recognisePicture } from "@kernelgan/formats/internal";
import { INPUT_FORMATS_TEXT } from "./formats.js";

/**
 * The format of a file that begins with these bytes.
 *
 * @throws KernelGanError `invalid-input` if it is not one of those that are read; the message names what it is, if that
 *   is known, and what to do.
 */
export function inputFormat(start: Uint8Array): InputFormat {
  if (start.length === 0) throw new KernelGanError("invalid-input", "the file is empty");
  const found = recognisePicture(start);
  if (found && "format" in found) return found.format;
  throw new KernelGanError(
    "invalid-input",
    found
      ? `this is ${found.other}, which is not read; ${found.remedy}`
      : `not an image that is read; give one of these: ${INPUT_FORMATS_TEXT}`,
  );
}
