/**
 * The file that the visitor gets of the result on the screen: its format, how strongly it is compressed, and its size
 * before it is saved.
 */
import type { Warning } from "@kernelgan/core";
import { computed, effect, signal } from "@preact/signals";
import type { Encoded, EncodeInput, FileFormat, Size, Source } from "../../tasks.js";
import { FORMAT_NAMES, formatOf, formatsFor } from "../encode.js";
import { callFiles } from "./files-worker.js";
import { type Result, shown } from "./results.js";
import { currentSource } from "./source.js";
import { file } from "./state.js";

/** Time without another change after which the file is made to know its size. */
const PAUSE_MS = 300;

/** What the visitor chose; undefined: the format of the file that was opened. */
export const chosenFormat = signal<FileFormat | undefined>();
/** Of JPEG and WebP, 1 to 100. The command's default for JPEG; WebP it writes without loss, which browsers cannot. */
export const quality = signal(95);

/** The formats to choose from. */
export const formats = computed(() => formatsFor(shown.value?.result ?? { width: 1, height: 1 }));

/** The format that a result of that size is saved in. */
function formatFor(size: Size): FileFormat {
  const wanted = chosenFormat.value ?? formatOf(file.value?.name ?? "", file.value?.blob.type ?? "");
  return formatsFor(size).includes(wanted) ? wanted : "png";
}

/** The format of the file that is saved. */
export const fileFormat = computed(() => formatFor(shown.value?.result ?? { width: 1, height: 1 }));

/** The name that a result's file gets. */
export function pictureName(result: Pick<Result, "scale" | "width" | "height">): string {
  return `${file.value?.stem}_x${result.scale}.${FORMAT_NAMES[formatFor(result)].extension}`;
}

/** Its size in bytes, and what it has no place for; undefined while that is not known. */
export const madeFile = signal<{ size: number; warnings: readonly Warning[] } | undefined>();

let latest: { key: string; result: Result; made: Promise<Encoded> } | undefined;

/** What makes the file of a result. */
export function encodeInput(result: Result, source: Source, format: FileFormat): EncodeInput {
  const { stored, colours, scale, wrap, strength, part } = result;
  return {
    stored,
    colours,
    source: { ...source, ...part },
    strength,
    scale,
    wrap,
    format,
    quality: quality.value / 100,
  };
}

/** The file of the result on the screen, in a format. Undefined without a result. */
export function outputFile(format?: FileFormat): Promise<Encoded> | undefined {
  const result = shown.value?.result;
  return result && fileOf(result, format);
}

/** The file of a result, in a format; made once where it is asked for again. Undefined without a picture. */
export function fileOf(result: Result, format = formatFor(result)): Promise<Encoded> | undefined {
  const source = currentSource();
  if (!source) return undefined;
  const key = JSON.stringify([result.id, result.strength, format, format !== "png" && quality.value]);
  if (latest?.key === key && latest.result.stored === result.stored) return latest.made;
  const made = callFiles("encode", encodeInput(result, source, format));
  latest = { key, result, made };
  made.catch(() => {
    if (latest?.made === made) latest = undefined;
  });
  return made;
}

/** Keeps the size up to date. */
export function watchFileSize(): void {
  effect(() => {
    // What the file depends on.
    const wanted = [shown.value, fileFormat.value, quality.value, file.value];
    madeFile.value = undefined;
    if (!wanted[0]) return undefined;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const made = await outputFile()?.catch(() => undefined);
      if (isCurrent && made) madeFile.value = { size: made.file.size, warnings: made.warnings };
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  });
}
