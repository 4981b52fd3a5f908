/**
 * The original of the picture that is open, where the visitor has it: how close the result on the screen comes to it.
 */
import type { ImageQuality } from "@kernelgan/core";
import { computed, effect, signal } from "@preact/signals";
import { TaskError } from "../../bridge/messages.js";
import { callBeside } from "./computation.js";
import { type Drawn, shown } from "./results.js";
import { file } from "./state.js";

/** Time without another change after which the result is measured: the strength may be moved. */
const PAUSE_MS = 300;

/** PSNR and SSIM of the result and of the interpolated picture, or why there are none. */
export type Measured = { result: ImageQuality; usual: ImageQuality } | { failure: string };

interface GroundTruth {
  name: string;
  blob: Blob;
  /** Of the file that was open when it was given. */
  fileId: number;
}

const given = signal<GroundTruth | undefined>();

/** The original, if there is one for the picture that is open. */
export const groundTruth = computed(() => (given.value?.fileId === file.value?.id ? given.value : undefined));

/** Undefined while it is not known. */
export const measured = signal<Measured | undefined>();

export function setGroundTruth(blob: Blob, name: string): void {
  if (file.value) given.value = { blob, name, fileId: file.value.id };
}

export function removeGroundTruth(): void {
  given.value = undefined;
}

/** Measures what is shown, again after every change. */
export function watchQuality(): void {
  effect(() => {
    const truth = groundTruth.value;
    const drawn = shown.value;
    measured.value = undefined;
    if (!truth || !drawn) return undefined;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const found = await measure(truth.blob, drawn).catch(failureOf);
      if (isCurrent) measured.value = found;
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  });
}

async function measure(original: Blob, { result, canvas, bicubic }: Drawn): Promise<Measured> {
  const pictures = await Promise.all([canvas, bicubic].map((picture) => createImageBitmap(picture)));
  const { scale, space } = result;
  const [own, usual] = await callBeside("measure", { pictures, original, scale, space });
  return own && usual ? { result: own, usual } : { failure: "there is nothing to measure" };
}

function failureOf(error: unknown): Measured {
  if (!(error instanceof TaskError)) return { failure: String(error) };
  return { failure: error.code === "out-of-memory" ? "there is no memory to measure it" : error.message };
}
