/**
 * The sizes that an AVIF file declares, before its decoder sees them: what no image can have makes its libraries print to standard
 * error by themselves.
 *
 *     file   boxes: ftyp | meta | …          meta   version (u32) | boxes: … | iprp | …
 *     box    size (u32) | type | content     iprp   boxes: ipco: boxes: ispe: version (u32) | width (u32) | height (u32)
 *
 * ISO/IEC 14496-12, section 4.2; 23008-12, section 6.5.3.
 */

/** AV1 has 16 bits for a side. */
const MAX_SIDE = 2 ** 16;

/** Enough for the boxes in front of the pixels, with colour profile. */
export const AVIF_HEADER_BYTES = 2 ** 20;

/** The way to the boxes with sizes, and how many bytes of each come before its boxes. */
const WAY = [
  ["meta", 4],
  ["iprp", 0],
  ["ipco", 0],
  ["ispe", 4],
] as const;

/** Whether all sizes are those of an image; also if there are none, about which the decoder has its own word. */
export function hasAvifSizes(start: Uint8Array): boolean {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  return boxesOnWay(view, 0, view.byteLength, 0).every((at) => {
    if (at + 8 > view.byteLength) return true;
    return view.getUint32(at) <= MAX_SIDE && view.getUint32(at + 4) <= MAX_SIDE;
  });
}

/** Where the contents of the boxes at the end of the way begin. */
function boxesOnWay(view: DataView, start: number, end: number, step: number): number[] {
  const [wanted, before] = WAY[step] ?? ["", 0];
  const found: number[] = [];
  for (let at = start; at + 8 <= end; ) {
    const size = view.getUint32(at);
    // 0: to the end of the file. 1: a larger number follows, as for pixels.
    const next = size < 8 ? end : Math.min(end, at + size);
    const type = String.fromCharCode(...[4, 5, 6, 7].map((i) => view.getUint8(at + i)));
    const content = at + 8 + before;
    if (type === wanted) {
      if (step + 1 === WAY.length) found.push(content);
      else found.push(...boxesOnWay(view, content, next, step + 1));
    }
    at = next;
  }
  return found;
}
