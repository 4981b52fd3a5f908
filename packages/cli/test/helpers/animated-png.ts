import { PNG_HEADER_LENGTH, pngChunk } from "@kernelgan/formats/internal";

/** A PNG that says it is an animation. */
export function animatedPng(png: Buffer, frames: number): Buffer {
  const control = Buffer.alloc(8);
  control.writeUInt32BE(frames, 0);
  return Buffer.concat([
    png.subarray(0, PNG_HEADER_LENGTH),
    pngChunk("acTL", control),
    png.subarray(PNG_HEADER_LENGTH),
  ]);
}
