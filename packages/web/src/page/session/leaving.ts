/**
 * Leaving the page, by "Back" too, while something is computed or with results that would be lost, and closing a
 * picture or a list with such results: the visitor is asked first.
 */
import { closeFile } from "./file.js";
import { isKept } from "./keeping.js";
import { closeQueue, isQueueRunning, queue, showsQueue } from "./queue.js";
import { countUnsaved } from "./queue-files.js";
import { type Result, results } from "./results.js";
import { isSaved } from "./saved.js";
import { enlargement, file, isBusy } from "./state.js";

/** How many results would be lost with the picture. */
const countUnsavedOfPicture = (): number =>
  results.value.filter((result) => !isSaved(result.stored.samples) && !isInList(result)).length;

/** Whether the list has the same: a picture of it that was opened, to look at it closely. */
const isInList = ({ key }: Result): boolean =>
  queue.value.some(
    ({ file: listed, state }) => listed === file.value?.blob && state.phase === "done" && state.key === key,
  );

/** The results of a list are not kept, nor are those of a picture where the browser has no room for them. */
const wouldLose = (): boolean => countUnsaved() > 0 || (!isKept.value && countUnsavedOfPicture() > 0);

export function askBeforeLeaving(): void {
  addEventListener("beforeunload", (event) => {
    // Leaving it does no harm to a result that is being brought back.
    const isWorking = isBusy.value && enlargement.value.phase !== "returning";
    if (isWorking || isQueueRunning.value || wouldLose()) event.preventDefault();
  });
}

/** Whether nothing would be lost by closing it, or the visitor agrees to that. */
function mayClose(what: "picture" | "list", unsaved: number): boolean {
  const lost = unsaved === 1 ? "One result was not downloaded" : `${unsaved} results were not downloaded`;
  return unsaved === 0 || confirm(`${lost}, and will be lost. Close the ${what}?`);
}

/** Forgets the picture; back to the list, if there is one. */
export function leavePicture(): void {
  if (!mayClose("picture", countUnsavedOfPicture())) return;
  closeFile();
  showsQueue.value = queue.value.length > 0;
}

/** Forgets the list. */
export function leaveQueue(): void {
  if (mayClose("list", countUnsaved())) closeQueue();
}
