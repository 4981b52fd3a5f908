/** Leaving the page while something is computed: the browser asks first. */
import { isQueueRunning, queue } from "./queue.js";
import { isBusy } from "./state.js";

export function askBeforeLeaving(): void {
  addEventListener("beforeunload", (event) => {
    // The results of a list are not kept.
    if (isBusy.value || isQueueRunning.value || queue.value.some(({ state }) => state.phase === "done"))
      event.preventDefault();
  });
}
