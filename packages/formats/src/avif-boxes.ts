/**
 * What an AVIF file declares and its decoder does not tell.
 *
 * Its sizes, before its decoder sees them: what no image can have makes its libraries print to standard error by
 * themselves. And what its colours mean, by the codes of ITU-T H.273.
 *
 *     file   boxes: ftyp | meta | …          meta   version (u32) | boxes: … | iprp | …
 *     box    size (u32) | type | content     iprp   boxes: ipco: boxes: ispe: version (u32) | width (u32) | height (u32)
 *                                                                       colr: "nclx" | primaries (u16) | transfer (u16) | matrix (u16)
 *
 * ISO/IEC 14496-12, sections 4.2 and 12.1.5; 23008-12, section 6.5.3.
 */

/** AV1 has 16 bits for a side. */
const MAX_SIDE = 2 ** 16;

/** Enough for the boxes in front of the pixels, with colour profile. */
export const AVIF_HEADER_BYTES = 2 ** 20;

type Way = readonly (readonly [type: string, before: number])[];

/** The way to the boxes with properties, and how many bytes of each come before its boxes. */
const PROPERTIES: Way = [
  ["meta", 4],
  ["iprp", 0],
  ["ipco", 0],
];
const SIZES: Way = [...PROPERTIES, ["ispe", 4]];
const COLOURS: Way = [...PROPERTIES, ["colr", 0]];

/** Whether all sizes are those of an image; also if there are none, about which the decoder has its own word. */
export function hasAvifSizes(start: Uint8Array): boolean {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  return boxesOnWay(view, SIZES, 0, view.byteLength).every((at) => {
    if (at + 8 > view.byteLength) return true;
    return view.getUint32(at) <= MAX_SIDE && view.getUint32(at + 4) <= MAX_SIDE;
  });
}

/** The codes of the primaries, of the transfer and of the matrix, if the file says. */
export function avifColour(
  start: Uint8Array,
): [primaries: number, transfer: number, matrix: number] | undefined {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  for (const at of boxesOnWay(view, COLOURS, 0, view.byteLength)) {
    if (at + 10 > view.byteLength || typeAt(view, at) !== "nclx") continue;
    return [view.getUint16(at + 4), view.getUint16(at + 6), view.getUint16(at + 8)];
  }
  return undefined;
}

function typeAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}

/** Where the contents of the boxes at the end of the way begin. */
function boxesOnWay(view: DataView, way: Way, start: number, end: number): number[] {
  const [[wanted, before] = ["", 0], ...rest] = way;
  const found: number[] = [];
  for (let at = start; at + 8 <= end; ) {
    const size = view.getUint32(at);
    // 0: to the end of the file. 1: a larger number follows, as for pixels.
    const next = size < 8 ? end : Math.min(end, at + size);
    const type = typeAt(view, at + 4);
    const content = at + 8 + before;
    if (type === wanted) {
      if (rest.length === 0) found.push(content);
      else found.push(...boxesOnWay(view, rest, content, next));
    }
    at = next;
  }
  return found;
}
