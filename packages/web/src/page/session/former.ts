/**
 * What there was before another picture, or another part of it, was chosen: "Stop" goes back to it for as long as that
 * is not open, and there is nothing of it to show.
 */
import { batch } from "@preact/signals";
import { cancel } from "./computation.js";
import { keep } from "./keeping.js";

let goBack: (() => void) | undefined;

/** Takes note of what is left; of several in a row of which none was opened, the first is the one to go back to. */
export function leave(...former: readonly (() => void)[]): void {
  goBack ??= () => {
    for (const restore of former) restore();
  };
}

/** Another picture is there, or none any more: there is no way back. */
export function settle(): void {
  goBack = undefined;
}

/** Stops what is being computed. */
export function stop(): void {
  cancel();
  if (!goBack) return;
  batch(goBack);
  settle();
  void keep();
}
