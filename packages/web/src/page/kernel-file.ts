/** Files of kernels. */
import { ESTIMATE_OPTIONS, type Estimate, type Kernel } from "@kernelgan/core";
import { applicableOptions } from "@kernelgan/core/internal";
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

/**
 * How an estimate was made.
 *
 * @param values those of all options; the estimate's are picked out
 */
export function howEstimated(estimate: Estimate, values: Readonly<Record<string, unknown>>): KernelOrigin {
  const { method, warnings, timing } = estimate;
  const isTrained = estimate.method === "kernelgan";
  return {
    seed: isTrained ? estimate.seed : undefined,
    options: applicableOptions(ESTIMATE_OPTIONS, { ...values, method }),
    details: {
      warnings,
      timing,
      restarts: isTrained ? estimate.restarts : undefined,
      runs: isTrained ? estimate.runs : undefined,
    },
  };
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
