/** What picture files say beside their pixels: reading it, putting it right for another size, and writing it. */
export { correctedMetadata } from "./corrected-metadata.js";
export { densityBlock, type ExifFacts, exifBlock, exifOfTiff, orientationOf } from "./exif.js";
export { isDisplayP3, isSrgb, profileSpace } from "./icc.js";
export { iptcRecords } from "./iptc.js";
export { embedInJpeg, readComments } from "./jpeg.js";
export { lostMetadata, METADATA_PLACES, type MetadataPlaces, unusualColour } from "./lost-metadata.js";
export {
  COLOUR_CHUNKS,
  chunkOf,
  type EmbedFacts,
  type FileFacts,
  type PictureMetadata,
  type PngChunk,
} from "./metadata.js";
export {
  embedInPng,
  hasPixelSize,
  hasPngProfile,
  pngChunksOf,
  pngFrames,
  readPngChunks,
  readPngIptc,
} from "./png.js";
export { readFileFacts } from "./read-facts.js";
export { embedInTiff } from "./tiff.js";
export {
  type Entry,
  LONG,
  numberField,
  readDirectory,
  readNumber,
  readStructure,
  SHORT,
  SUBDIRECTORIES,
  writeFields,
} from "./tiff-structure.js";
export { embedInWebp } from "./webp.js";
export { isExtendedXmp } from "./xmp.js";
