/** The title of the window, which is read while another one is in front: the picture, and how far its work is. */
import { computed, effect } from "@preact/signals";
import { isQueueRunning, queue, queueCounts } from "./session/queue.js";
import { shown } from "./session/results.js";
import { enlargement, estimation, file, isBusy, showsQueue } from "./session/state.js";

/** "40% of the search", "12% enlarged", or what it is doing. */
function work(): string {
  const { value: larger } = enlargement;
  const { value: state } = estimation;
  const part = (done: number): string => `${Math.floor(100 * done)}%`;
  if (larger.phase === "returning") return "opening";
  if (larger.phase === "working")
    return larger.progress ? `${part(larger.progress.done)} enlarged` : "enlarging";
  if (state.phase === "estimating") return `${part(state.progress.done)} searched`;
  return state.phase === "opening" ? "opening" : "searching";
}

/** What it says; undefined: the page's own title. */
export const windowTitle = computed<string | undefined>(() => {
  if (showsQueue.value || (isQueueRunning.value && !isBusy.value)) {
    return `${queueCounts.value.done} of ${queue.value.length} done`;
  }
  const { value: opened } = file;
  if (!opened) return undefined;
  if (isBusy.value) return `${work()}: ${opened.name}`;
  const result = shown.value?.result;
  return result ? `${opened.name} ×${result.scale}` : opened.name;
});

/** Keeps it up to date. */
export function watchTitle(): void {
  const { title } = document;
  effect(() => {
    document.title = windowTitle.value ? `${windowTitle.value} – kernelgan` : title;
  });
}
