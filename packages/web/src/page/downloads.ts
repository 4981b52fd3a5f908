/** Files to download. */
import type { KernelFormat, KernelOrigin } from "@kernelgan/formats";
import { estimateOrigin } from "@kernelgan/formats/internal";
import { kernelBlob } from "./kernel-file.js";
import { save } from "./save.js";
import { outputFile, pictureName } from "./session/output-file.js";
import { type Result, shown } from "./session/results.js";
import { estimation, file, givenKernel, kernels } from "./session/state.js";
import { noteDownloaded } from "./session/unsaved.js";
import { currentValues, plannedIterations, settings } from "./settings.js";

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
  const state = estimation.value;
  // Of the visitor's own kernel it is not known how it was made.
  const made =
    givenKernel.value || state.phase !== "done"
      ? {}
      : estimateOrigin(state.estimate, { ...currentValues(), iterations: plannedIterations() });
  const origin: KernelOrigin = { name: stem, image, scale, ...made };
  save(await kernelBlob(format, k, origin), `${stem}_kernel_x${scale}.${format}`);
}
