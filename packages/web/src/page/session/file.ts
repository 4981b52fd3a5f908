/** Opening and closing a file, and coming back to the last one. */
import type { Kernel } from "@kernelgan/core";
import { batch } from "@preact/signals";
import type { Size } from "../../tasks.js";
import { curves, setCurves } from "../curves.js";
import { problem, showProblem } from "../problems.js";
import { settings } from "../settings.js";
import { cancel, compute } from "./computation.js";
import { showResult } from "./enlargement.js";
import { estimate, openPicture } from "./estimation.js";
import { leave, settle } from "./former.js";
import { inspect } from "./inspect.js";
import { forget, kept } from "./keeping.js";
import { remembered } from "./remembered.js";
import { clearResults, rememberedResults, results, setResults } from "./results.js";
import { isSaved } from "./saved.js";
import { currentSource, maxPixels, part, resetSource } from "./source.js";
import { newSourceId } from "./source-ids.js";
import {
  clearState,
  enlargement,
  estimation,
  file,
  givenKernel,
  isAsSet,
  type OpenFile,
  picture,
  showsQueue,
} from "./state.js";
import { mayLosePicture } from "./unsaved.js";

/** Of what was opened last, or closed; undefined until then. */
let latestId: number | undefined;

const openFileOf = (id: number, blob: Blob, name: string, size: Size, truth?: Kernel): OpenFile => ({
  id,
  blob,
  name,
  size,
  stem: name.replace(/\.[^.]*$/, ""),
  truth,
});

/** What else is known of a file. */
export interface FileFacts {
  /** The true kernel, if it is known. */
  truth?: Kernel | undefined;
  /** Whether it is an untouched photograph. */
  real?: boolean;
}

/**
 * Opens a picture, estimates its kernel and enlarges it. A file that cannot be opened leaves all as it is, and so does
 * a visitor who wants to keep the results there are.
 */
export async function openFile(
  blob: Blob,
  name: string,
  { truth, real = false }: FileFacts = {},
): Promise<void> {
  const id = newSourceId();
  latestId = id;
  let size: Size;
  try {
    size = await inspect(blob);
  } catch (error) {
    if (id === latestId) showProblem(error, name);
    return;
  }
  // Another one was given in the meantime, or is while the visitor is asked.
  if (id !== latestId || !(await mayLosePicture({ opens: name })) || id !== latestId) return;
  cancel();
  leaveFile();
  batch(() => {
    showsQueue.value = false;
    file.value = openFileOf(id, blob, name, size, truth);
    picture.value = undefined;
    givenKernel.value = undefined;
    settings.real.value = real;
    resetSource();
    clearResults();
  });
  await estimate();
}

/** Takes note of what is open, and of how far it is. */
function leaveFile(): void {
  leave(
    remembered(showsQueue),
    remembered(file),
    remembered(picture),
    remembered(givenKernel),
    remembered(settings.real),
    remembered(part),
    remembered(maxPixels),
    remembered(estimation),
    remembered(enlargement),
    remembered(curves),
    rememberedResults(),
  );
}

/** Back to the welcome; nothing of the picture is kept. */
export function closeFile(): void {
  // What is still being opened is not wanted any more.
  latestId = newSourceId();
  cancel();
  settle();
  problem.value = undefined;
  clearState();
  clearResults();
  void forget();
}

/**
 * Opens what was open when the page was left, and goes on with what was not finished.
 *
 * @param onlyUnsaved only if it has results that were not downloaded
 * @returns once that is known: drawing and computing go on
 */
export async function comeBack({ onlyUnsaved = false } = {}): Promise<void> {
  const session = await kept();
  // A picture was given in the meantime.
  if (!session || latestId !== undefined) return;
  if (onlyUnsaved && session.results.every(({ stored }) => isSaved(stored.samples))) return;
  const { blob, name, size, truth, real, source, shownId, estimate: found, obstacle, given } = session;
  const id = newSourceId();
  latestId = id;
  leaveFile();
  batch(() => {
    file.value = openFileOf(id, blob, name, size, truth);
    settings.real.value = real;
    part.value = source.part;
    maxPixels.value = source.maxPixels;
    setResults(session.results);
    givenKernel.value = given;
    if (found) {
      // It may be the last one before others were chosen, whose estimate the reload has stopped.
      estimation.value = given || isAsSet(found) ? { phase: "done", estimate: found } : { phase: "stopped" };
    } else if (obstacle) estimation.value = { phase: "impossible", obstacle };
    else if (given) estimation.value = { phase: "given" };
    if (estimation.value.phase === "done" && found?.method === "kernelgan") setCurves(found.history);
  });
  const opened = currentSource();
  const last = results.value.find((one) => one.id === shownId) ?? results.value.at(-1);
  if (!last || !opened) {
    void estimate();
    return;
  }
  enlargement.value = { phase: "returning" };
  void compute(async (call) => {
    await openPicture(call, opened);
    await showResult(last, call);
    enlargement.value = { phase: "done" };
  });
}
