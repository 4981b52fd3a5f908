/** Files to download. */
import { ESTIMATE_OPTIONS, type Kernel } from "@kernelgan/core";
import { applicableOptions } from "@kernelgan/core/internal";
import { FIGURE_HEIGHT, FIGURE_WIDTH, type FigureLabels, kernelFigure } from "@kernelgan/figures";
import { encodeKernel, type KernelFormat, type KernelOrigin } from "@kernelgan/formats";
import { save } from "./save.js";
import { outputFile, pictureName } from "./session/output-file.js";
import { type Result, shown } from "./session/results.js";
import { estimation, file, givenKernel, kernels } from "./session/state.js";
import { noteDownloaded } from "./session/unsaved.js";
import { currentValues, plannedIterations, settings } from "./settings.js";

/** Pixels of the downloaded picture for one unit of the SVG. */
const PIXELS_PER_UNIT = 2;

/** Whether this browser copies pictures, and shares them with other programs. */
export const mayCopy: boolean = "ClipboardItem" in globalThis && "clipboard" in navigator;
export const maySharePictures: boolean =
  navigator.canShare?.({ files: [new File([], "picture.png", { type: "image/png" })] }) ?? false;

/** The result on the screen, in the format chosen. */
export async function downloadPicture(): Promise<void> {
  const named = await namedPicture();
  if (!named) return;
  save(named.picture, named.picture.name);
  noteDownloaded([named.result]);
}

/** Copies it; other programs take PNG. */
export async function copyPicture(): Promise<void> {
  const png = outputFile("png");
  // The promise itself: Safari asks for the permission while the click lasts.
  if (png) {
    const file = png.then((made) => made.file);
    await navigator.clipboard.write([new ClipboardItem({ "image/png": file })]);
  }
}

/** Hands it to another program; a visitor who changes their mind is no problem. */
export async function sharePicture(): Promise<void> {
  const named = await namedPicture();
  if (!named) return;
  try {
    await navigator.share({ files: [named.picture] });
    noteDownloaded([named.result]);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
  }
}

async function namedPicture(): Promise<{ picture: File; result: Result } | undefined> {
  const drawn = shown.value;
  const opened = file.value;
  const made = await outputFile();
  if (!drawn || !opened || !made) return undefined;
  const { result } = drawn;
  return { picture: new File([made.file], pictureName(result), { type: made.file.type }), result };
}

/** The kernel for the factor chosen. */
export async function downloadKernel(format: KernelFormat): Promise<void> {
  const scale = settings.scale.value;
  const k = kernels.value[scale];
  if (!file.value || !k) return;
  const { stem, name: image } = file.value;
  // Of the visitor's own kernel it is not known how it was made.
  const made = givenKernel.value ? {} : howEstimated();
  const origin = { name: stem, image, scale, ...made };
  const bytes = await encodeKernel(format, k, origin, paint);
  save(new Blob([bytes], { type: TYPES[format] }), `${stem}_kernel_x${scale}.${format}`);
}

/** How the estimate was made. */
function howEstimated(): KernelOrigin {
  const state = estimation.value;
  if (state.phase !== "done") return {};
  const { estimate } = state;
  const { method, warnings, timing } = estimate;
  const isTrained = estimate.method === "kernelgan";
  return {
    seed: isTrained ? estimate.seed : undefined,
    options: applicableOptions(ESTIMATE_OPTIONS, {
      ...currentValues(),
      method,
      iterations: plannedIterations(),
    }),
    details: {
      warnings,
      timing,
      restarts: isTrained ? estimate.restarts : undefined,
      runs: isTrained ? estimate.runs : undefined,
    },
  };
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
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (!blob) throw new RangeError("out of memory: the picture could not be written");
  return new Uint8Array(await blob.arrayBuffer());
}
