/**
 * Whether a GIF goes on to its end. The decoder leaves the frames that are not whole out, and says nothing.
 *
 *     file    "GIF89a" | screen: size, flags (byte 4), 2 bytes | colours | blocks | 0x3B
 *     block   0x21 | label | pieces        0x2C | frame: place, size, flags (byte 8) | colours | code size | pieces
 *     pieces  length (u8) | that many bytes | … | 0
 *     colours 3 · 2^(n + 1) bytes, if the flags have their highest bit; n: the lowest three
 *
 * GIF89a specification (CompuServe, 1990), sections 15 to 27.
 */

const SCREEN_FLAGS = 10;
const SCREEN_END = 13;
const EXTENSION = 0x21;
const FRAME = 0x2c;
const FRAME_FLAGS = 9;
const FRAME_END = 10;

/**
 * @returns false if a block is cut off. True if only the last byte of the file is missing, which some programs do not
 *   write, and for what is no block: the decoder has its own word about that.
 */
export function isGifWhole(file: Uint8Array): boolean {
  let at = SCREEN_END + coloursLength(file[SCREEN_FLAGS]);
  while (at < file.length) {
    const kind = file[at];
    if (kind === EXTENSION) at = endOfPieces(file, at + 2);
    else if (kind === FRAME) {
      at = endOfPieces(file, at + FRAME_END + coloursLength(file[at + FRAME_FLAGS]) + 1);
    } else return true;
  }
  return at === file.length;
}

function coloursLength(flags = 0): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** Behind the end of the file if the pieces have no end. */
function endOfPieces(file: Uint8Array, start: number): number {
  let at = start;
  while (at < file.length) {
    const length = file[at] as number;
    at += 1 + length;
    if (length === 0) return at;
  }
  return file.length + 1;
}
