/**
 * @kernelgan/formats/internal: what the packages of this repository share and a user of the library does not need. It
 *   may change with any version.
 */
export { AVIF_HEADER_BYTES, avifColour, hasAvifSizes } from "./avif-boxes.js";
export { type ByteReader, blobReader, memoryReader } from "./byte-reader.js";
export { concatBytes, dataView, latin1Bytes } from "./bytes.js";
export { type CsvValue, csvText } from "./csv.js";
export { estimateOrigin } from "./estimate-origin.js";
export { readLossyCoding } from "./lossy-coding.js";
export * from "./metadata/index.js";
export { decodeNamedKernel, scaleInName } from "./named-kernel.js";
export {
  type InputFormat,
  isAvifSequence,
  type Recognised,
  recognisePicture,
  SIGNATURE_BYTES,
} from "./picture-signature.js";
export { crc32, PNG_HEADER_LENGTH, PNG_SIGNATURE_LENGTH, pngChunk } from "./png-chunks.js";
export type { UpscaledRecord } from "./upscaled-record.js";
