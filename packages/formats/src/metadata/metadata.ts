/** What an image file says beside its pixels, colour profile and density. */

/** A chunk of a PNG file. */
export interface PngChunk {
  /** Four letters. */
  type: string;
  data: Uint8Array;
}

/** All of it as files hold it; what a file does not have is absent. */
export interface PictureMetadata {
  /** EXIF: a TIFF structure, which begins with "II" or "MM". */
  exif?: Uint8Array | undefined;
  /** XMP: an XML document. */
  xmp?: string | undefined;
  /** IPTC-IIM: records, each of which begins with the byte 0x1C. */
  iptc?: Uint8Array | undefined;
  /** Of a PNG: what its colours mean (gAMA, cICP and so on), its pixels' size (pHYs), and its texts. */
  pngChunks?: readonly PngChunk[] | undefined;
  /** Of a JPEG: its comments, in whatever encoding. */
  comments?: readonly Uint8Array[] | undefined;
}

/** What a file says beside its pixels. */
export interface FileFacts {
  /** Bits a sample. */
  depth: 8 | 16;
  /** The colour profile. */
  icc?: Uint8Array | undefined;
  /** Pixels per inch. */
  density?: number | undefined;
  metadata: PictureMetadata;
}

/** The largest part that is read, in bytes: what a decoder is asked to keep is not endless. */
export const MAX_PART: number = 16 * 2 ** 20;

/** What is true of the picture in a file that metadata are put into. */
export interface EmbedFacts {
  width: number;
  height: number;
  /** Whether it has transparency. */
  alpha: boolean;
  /** Pixels per inch. */
  density?: number | undefined;
}

/** The chunks that say what a PNG's colours mean. */
export const COLOUR_CHUNKS: readonly string[] = ["cICP", "gAMA", "cHRM", "sRGB", "mDCV", "cLLI"];

/** The chunks with texts. */
export const TEXT_CHUNKS: readonly string[] = ["tEXt", "zTXt", "iTXt"];

/** The chunk of that type. */
export function chunkOf({ pngChunks }: PictureMetadata, type: string): Uint8Array | undefined {
  return pngChunks?.find((chunk) => chunk.type === type)?.data;
}
