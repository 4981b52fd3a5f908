/** Files to download. */
import { ESTIMATE_OPTIONS, type Kernel } from "@kernelgan/core";
import { applicableOptions } from "@kernelgan/core/internal";
import { FIGURE_HEIGHT, FIGURE_WIDTH, type FigureLabels, kernelFigure } from "@kernelgan/figures";
import { encodeKernel, type KernelFormat } from "@kernelgan/formats";
import { enlargement, estimation, file, kernels } from "./session/state.js";
import { shownResult } from "./session/strength.js";
import { currentValues, plannedIterations, settings } from "./settings.js";

/** Pixels of the downloaded picture for one unit of the SVG. */
const PIXELS_PER_UNIT = 2;

/** The enlarged picture. */
export async function downloadPicture(): Promise<void> {
  const state = enlargement.value;
  const shown = shownResult.value;
  if (state.phase !== "done" || !file.value || !shown) return;
  const { stem } = file.value;
  const png = shown === state.result ? state.png : await pngOf(shown, "picture");
  save(png, `${stem}_x${state.scale}.png`);
}

/** The kernel for the factor chosen. */
export async function downloadKernel(format: KernelFormat): Promise<void> {
  const state = estimation.value;
  const scale = settings.scale.value;
  const k = kernels.value[scale];
  if (state.phase !== "done" || !file.value || !k) return;
  const { stem, name } = file.value;
  const { estimate } = state;
  const { method, confidence, warnings, timing } = estimate;
  const isTrained = estimate.method === "kernelgan";
  const origin = {
    name: stem,
    image: name,
    scale,
    seed: isTrained ? estimate.seed : undefined,
    options: applicableOptions(ESTIMATE_OPTIONS, {
      ...currentValues(),
      method,
      iterations: plannedIterations(),
    }),
    details: {
      confidence,
      warnings,
      timing,
      restarts: isTrained ? estimate.restarts : undefined,
      runs: isTrained ? estimate.runs : undefined,
    },
  };
  const bytes = await encodeKernel(format, k, origin, paint);
  save(new Blob([bytes], { type: TYPES[format] }), `${stem}_kernel_x${scale}.${format}`);
}

const TYPES: Record<KernelFormat, string> = {
  mat: "application/octet-stream",
  npy: "application/octet-stream",
  json: "application/json",
  png: "image/png",
};

async function paint(k: Kernel, labels: FigureLabels): Promise<Uint8Array> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(kernelFigure(k, labels))}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = PIXELS_PER_UNIT * FIGURE_WIDTH;
  canvas.height = PIXELS_PER_UNIT * FIGURE_HEIGHT;
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Uint8Array(await (await pngOf(canvas, "kernel")).arrayBuffer());
}

async function pngOf(canvas: HTMLCanvasElement, what: string): Promise<Blob> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new RangeError(`out of memory: the ${what} could not be drawn`);
  return blob;
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // By then the browser has read the file.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
