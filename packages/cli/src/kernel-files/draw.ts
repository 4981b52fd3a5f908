/** The picture of a kernel, in pixels. */
import { kernelFigure } from "@kernelgan/figures";
import type { KernelPainter } from "@kernelgan/formats";
import { sharp } from "../image-files/sharp.js";

/** Draws the picture as PNG, with outlines for the text: it looks the same on every machine. */
export const drawKernel: KernelPainter = async (k, labels) => {
  // Loaded when needed: a program that only reads, or fails, need not wait for the font.
  const { outlineText } = await import("./glyphs.js");
  return sharp(Buffer.from(kernelFigure(k, labels, outlineText)))
    .flatten()
    .png({ compressionLevel: 9 })
    .toBuffer();
};
