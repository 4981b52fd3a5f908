/** Files of kernels. */
import type { Kernel } from "@kernelgan/core";
import { FIGURE_HEIGHT, FIGURE_WIDTH, type FigureLabels, kernelFigure } from "@kernelgan/figures";
import { encodeKernel, type KernelFormat, type KernelOrigin } from "@kernelgan/formats";

/** Pixels of the picture for one unit of the SVG. */
const PIXELS_PER_UNIT = 2;

const TYPES: Record<KernelFormat, string> = {
  mat: "application/octet-stream",
  npy: "application/octet-stream",
  json: "application/json",
  png: "image/png",
};

export async function kernelBlob(format: KernelFormat, k: Kernel, origin: KernelOrigin): Promise<Blob> {
  return new Blob([await encodeKernel(format, k, origin, paint)], { type: TYPES[format] });
}

async function paint(k: Kernel, labels: FigureLabels): Promise<Uint8Array> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(kernelFigure(k, labels))}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = PIXELS_PER_UNIT * FIGURE_WIDTH;
  canvas.height = PIXELS_PER_UNIT * FIGURE_HEIGHT;
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (!blob) throw new RangeError("out of memory: the picture could not be written");
  return new Uint8Array(await blob.arrayBuffer());
}
