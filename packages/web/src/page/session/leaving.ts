/**
 * Leaving the page, by "Back" too, while something is computed or with results that would be lost, closing a picture or
 * a list with such results, and taking a picture with one off the list: the visitor is asked first.
 */
import { closeFile } from "./file.js";
import { isKept } from "./keeping.js";
import { closeQueue, isQueueRunning, type QueueItem, queue, removeFromQueue } from "./queue.js";
import { countUnsaved } from "./queue-files.js";
import { enlargement, isBusy, showsQueue } from "./state.js";
import { countUnsavedOfPicture, mayLoseItem, mayLoseList, mayLosePicture } from "./unsaved.js";

/** The results of a list are not kept, nor are those of a picture where the browser has no room for them. */
const wouldLose = (): boolean =>
  countUnsaved(queue.value) > 0 || (!isKept.value && countUnsavedOfPicture() > 0);

export function askBeforeLeaving(): void {
  addEventListener("beforeunload", (event) => {
    // Leaving it does no harm to a result that is being brought back.
    const isWorking = isBusy.value && enlargement.value.phase !== "returning";
    if (isWorking || isQueueRunning.value || wouldLose()) event.preventDefault();
  });
}

/** Forgets the picture; back to the list, if there is one. */
export async function leavePicture(): Promise<void> {
  if (!(await mayLosePicture({ closes: "picture" }))) return;
  closeFile();
  showsQueue.value = queue.value.length > 0;
}

/** Forgets the list. */
export async function leaveQueue(): Promise<void> {
  if (await mayLoseList()) closeQueue();
}

/** Forgets a picture of the list. */
export async function leaveItem(item: QueueItem): Promise<void> {
  if (await mayLoseItem(item)) removeFromQueue(item.id);
}
