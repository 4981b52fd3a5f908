/** Leaving the page, by "Back" too, while something is computed, or with results that would be lost: the browser asks first. */
import { isKept } from "./keeping.js";
import { isQueueRunning, queue } from "./queue.js";
import { results } from "./results.js";
import { enlargement, isBusy } from "./state.js";

/** The results of a list are not kept, nor are those of a picture where the browser has no room for them. */
const wouldLose = (): boolean =>
  queue.value.some(({ state }) => state.phase === "done") || (results.value.length > 0 && !isKept.value);

export function askBeforeLeaving(): void {
  addEventListener("beforeunload", (event) => {
    // Leaving it does no harm to a result that is being brought back.
    const isWorking = isBusy.value && enlargement.value.phase !== "returning";
    if (isWorking || isQueueRunning.value || wouldLose()) event.preventDefault();
  });
}
