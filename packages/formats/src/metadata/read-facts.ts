/** What picture files say beside their pixels, read from the files themselves. */
import type { ByteReader } from "../byte-reader.js";
import type { InputFormat } from "../picture-signature.js";
import { readJpeg } from "./jpeg.js";
import type { FileFacts } from "./metadata.js";
import { readPng } from "./png.js";
import { readWebp } from "./webp.js";

/** The formats that are read here. */
const READERS: Partial<Record<InputFormat, (reader: ByteReader) => Promise<FileFacts>>> = {
  jpeg: readJpeg,
  png: readPng,
  webp: readWebp,
};

/** What a file says; undefined for formats that are not read here. What is damaged is left out. */
export async function readFileFacts(reader: ByteReader, format: InputFormat): Promise<FileFacts | undefined> {
  return READERS[format]?.(reader);
}
