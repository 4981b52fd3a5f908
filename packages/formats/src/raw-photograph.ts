/**
 * Raw photographs in files that are built as TIFF is: DNG, NEF, CR2, ARW, PEF, SRW and others. What a TIFF decoder
 * finds in them is a thumbnail.
 */

const SUBFILE_TYPE = 254;
const PHOTOMETRIC = 262;
const SUBDIRECTORIES = 330;
const DNG_VERSION = 50706;
const REDUCED = 1;
/** Pixels behind a mosaic of colour filters, and pixels that are not developed. */
const RAW_PHOTOMETRICS = [32803, 34892];
const ENTRY = 12;

/** @param start of the file: the first directory, where it begins near the start as cameras have it */
export function isRawPhotograph(start: Uint8Array): boolean {
  if (start.length < 12) return false;
  const little = start[0] === 0x49;
  // "CR", of Canon's CR2.
  if (little && start[8] === 0x43 && start[9] === 0x52) return true;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const u16 = (at: number): number => view.getUint16(at, little);
  const u32 = (at: number): number => view.getUint32(at, little);
  const first = u32(4);
  if (first + 2 > start.length) return false;
  const values = new Map<number, number>();
  const count = u16(first);
  for (let i = 0; i < count && first + 2 + (i + 1) * ENTRY <= start.length; i++) {
    const at = first + 2 + i * ENTRY;
    values.set(u16(at), u16(at + 2) === 3 ? u16(at + 8) : u32(at + 8));
  }
  if (values.has(DNG_VERSION) || RAW_PHOTOMETRICS.includes(values.get(PHOTOMETRIC) ?? 0)) return true;
  // The first page is a smaller version of what a directory below it holds.
  return ((values.get(SUBFILE_TYPE) ?? 0) & REDUCED) === REDUCED && values.has(SUBDIRECTORIES);
}
