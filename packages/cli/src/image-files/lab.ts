/** TIFF files whose colours are CIE Lab, which the decoder takes for damaged files or for integers with a sign. */
import { readDirectory, readNumber, readStructure } from "@kernelgan/formats/internal";
import type { ByteReader } from "./byte-reader.js";

const PHOTOMETRIC = 262;
/** CIE Lab, as ICC writes it, and as ITU does (TIFF 6.0, section 23; TIFF technical note of 2002). */
const LAB_PHOTOMETRICS = [8, 9, 10];

/** Whether the first page of a TIFF file is in CIE Lab. */
export async function isLab(reader: ByteReader): Promise<boolean> {
  const structure = await readStructure(reader);
  const directory = structure && (await readDirectory(reader, structure.first, structure));
  const entry = directory?.entries.find(({ tag }) => tag === PHOTOMETRIC);
  const photometric = structure && (await readNumber(reader, entry, structure));
  return photometric !== undefined && LAB_PHOTOMETRICS.includes(photometric);
}
