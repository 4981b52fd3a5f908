/** What a visitor can do about a problem. */
import type { WayOut } from "../problems.js";
import { engine, PAGE_OPTIONS, settings } from "../settings.js";
import { replaceWorker } from "./computation.js";
import { enlarge } from "./enlargement.js";
import { changeSetting, estimate } from "./estimation.js";
import { useFewerPixels } from "./source.js";
import { estimation } from "./state.js";

/** Repeats the computation that failed, in a new worker. */
function repeat(): void {
  replaceWorker();
  void (estimation.value.phase === "done" ? enlarge() : estimate());
}

/** The ways out: the labels of their buttons, and what these do. */
export const WAYS_OUT: Readonly<Record<WayOut, { label: string; take(): void }>> = {
  oneThread: {
    label: "Try again on one thread",
    take() {
      engine.value = "wasm-1";
      repeat();
    },
  },
  smaller: {
    label: "Scale the picture down",
    take() {
      useFewerPixels();
      void estimate();
    },
  },
  again: { label: "Try again", take: repeat },
  anotherSeed: {
    label: "Try another seed",
    take: () => changeSetting(settings.seed, (settings.seed.value + 1) % (PAGE_OPTIONS.seed.max + 1)),
  },
};
