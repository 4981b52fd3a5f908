/** Leaving the page, by "Back" too, or the list, while something is computed or with results that would be lost: the visitor is asked first. */
import { isKept } from "./keeping.js";
import { closeQueue, isQueueRunning } from "./queue.js";
import { countUnsaved } from "./queue-files.js";
import { results } from "./results.js";
import { enlargement, isBusy } from "./state.js";

/** The results of a list are not kept, nor are those of a picture where the browser has no room for them. */
const wouldLose = (): boolean => countUnsaved() > 0 || (results.value.length > 0 && !isKept.value);

export function askBeforeLeaving(): void {
  addEventListener("beforeunload", (event) => {
    // Leaving it does no harm to a result that is being brought back.
    const isWorking = isBusy.value && enlargement.value.phase !== "returning";
    if (isWorking || isQueueRunning.value || wouldLose()) event.preventDefault();
  });
}

/** Forgets the list, unless the visitor would rather keep results that were not downloaded. */
export function leaveQueue(): void {
  const count = countUnsaved();
  const lost = count === 1 ? "One result was not downloaded" : `${count} results were not downloaded`;
  if (count === 0 || confirm(`${lost}, and will be lost. Close the list?`)) closeQueue();
}
