/** Animations, of which a browser hands out the first picture alone: GIF, WebP and PNG. */

/** What says so stands before the first picture of PNG and WebP. */
const HEADER_BYTES = 256 * 1024;
/** Of a GIF's blocks: an extension, a picture. */
const EXTENSION = 0x21;
const PICTURE = 0x2c;

/** Whether a picture file has several pictures that are shown one after the other. */
export async function isAnimation(blob: Blob): Promise<boolean> {
  const start = new Uint8Array(await blob.slice(0, HEADER_BYTES).arrayBuffer());
  const has = (text: string, at: number): boolean =>
    [...text].every((letter, i) => start[at + i] === letter.charCodeAt(0));
  if (has("GIF8", 0)) return hasSecondPicture(new Uint8Array(await blob.arrayBuffer()));
  if (has("RIFF", 0) && has("VP8X", 12)) return ((start[20] ?? 0) & 2) > 0;
  return has("\x89PNG", 0) && hasAnimationControl(start);
}

/** Whether a PNG file has the chunk acTL before its pixels. */
function hasAnimationControl(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer);
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (name === "acTL" || name === "IDAT") return name === "acTL";
  }
  return false;
}

/** Whether there are two pictures in a GIF file. */
function hasSecondPicture(bytes: Uint8Array): boolean {
  const table = (flags = 0): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let pictures = 0;
  for (let at = 13 + table(bytes[10]); at < bytes.length; ) {
    const block = bytes[at];
    if (block === PICTURE) {
      if (++pictures === 2) return true;
      at += 11 + table(bytes[at + 9]);
    } else if (block === EXTENSION) at += 2;
    else return false;
    // Its data, in pieces that begin with their length.
    for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) at += 1 + length;
    at++;
  }
  return false;
}
