/**
 * @kernelgan/formats: kernel files and the kernel's picture, for Node and the browser. Bytes in, bytes out: reading
 * and writing files, and turning SVG into pixels, are the caller's.
 *
 * @example
 * import { decodeKernel, encodeMat, kernelFigure } from "@kernelgan/formats";
 *
 * link.href = URL.createObjectURL(new Blob([encodeMat(estimate.kernel)]));
 * picture.innerHTML = kernelFigure(estimate.kernel, { title: "photo", scale: 2 });
 * const { kernel } = await decodeKernel(new Uint8Array(await file.arrayBuffer()));
 */
export { kernelColour } from "./colour-map.js";
export { FIGURE_HEIGHT, FIGURE_WIDTH, type FigureLabels, kernelFigure } from "./figure.js";
export { type KernelFormat, kernelFormats } from "./format-names.js";
export { decodeKernel, encodeKernel, type KernelPainter } from "./formats.js";
export { decodeMat, encodeMat } from "./mat.js";
export { decodeNpy, encodeNpy } from "./npy.js";
export { decodeKernelPng, embedKernel } from "./png.js";
export { decodeJson, encodeJson, type KernelFile, type KernelOrigin } from "./record.js";
export { INK, type Label, shorten, svgText, type TextRenderer } from "./text.js";
