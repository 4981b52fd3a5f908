/** The file that the visitor gets of the result on the screen: its format, how strongly it is compressed, and its size before it is saved. */
import { computed, effect, signal } from "@preact/signals";
import { encodeCanvas, type FileFormat } from "../encode.js";
import { shown } from "./results.js";
import { file } from "./state.js";

/** Time without another change after which the file is made to know its size. */
const PAUSE_MS = 300;

/** What the visitor chose; undefined: the format of the file that was opened. */
export const chosenFormat = signal<FileFormat | undefined>();
/** Of JPEG and WebP, 1 to 100. The command's default. */
export const quality = signal(95);

/** The format of the file that is saved. */
export const fileFormat = computed<FileFormat>(
  () => chosenFormat.value ?? formatOf(file.value?.name ?? "", file.value?.blob.type ?? ""),
);

/** Its size in bytes; undefined while that is not known. */
export const fileSize = signal<number | undefined>();

function formatOf(name: string, type: string): FileFormat {
  if (/\.jpe?g$/i.test(name) || type === "image/jpeg") return "jpeg";
  return /\.webp$/i.test(name) || type === "image/webp" ? "webp" : "png";
}

let latest: { key: string; canvas: HTMLCanvasElement; blob: Promise<Blob> } | undefined;

/** The file of the result on the screen, in a format; made once for each. Undefined without a result. */
export function outputFile(format = fileFormat.value): Promise<Blob> | undefined {
  const drawn = shown.value;
  if (!drawn || !file.value) return undefined;
  const { result, canvas } = drawn;
  const key = JSON.stringify([result.id, result.strength, format, format !== "png" && quality.value]);
  if (latest?.key === key && latest.canvas === canvas) return latest.blob;
  const isWhole = result.strength === 1 && format === "png";
  const blob = isWhole
    ? Promise.resolve(result.png)
    : encodeCanvas(canvas, { format, quality: quality.value / 100, space: result.space });
  latest = { key, canvas, blob };
  return blob;
}

/** Keeps the size up to date. */
export function watchFileSize(): void {
  effect(() => {
    // What the file depends on.
    const wanted = [shown.value, fileFormat.value, quality.value, file.value];
    fileSize.value = undefined;
    if (!wanted[0]) return undefined;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const blob = await outputFile()?.catch(() => undefined);
      if (isCurrent) fileSize.value = blob?.size;
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  });
}
