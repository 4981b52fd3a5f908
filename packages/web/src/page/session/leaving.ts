/** Leaving the page while something is computed: the browser asks first. */
import { isBusy } from "./state.js";

export function askBeforeLeaving(): void {
  addEventListener("beforeunload", (event) => {
    if (isBusy.value) event.preventDefault();
  });
}
