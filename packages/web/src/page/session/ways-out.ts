/** What a visitor can do about a problem. */
import { batch } from "@preact/signals";
import type { WayOut } from "../problems.js";
import { engine, PAGE_OPTIONS, settings } from "../settings.js";
import { replaceWorker } from "./computation.js";
import { enlarge } from "./enlargement.js";
import { changeSetting, estimate } from "./estimation.js";
import { useFewerPixels } from "./source.js";
import { hasEstimate } from "./state.js";

/** Repeats the computation that failed, in a new worker. */
function repeat(): void {
  replaceWorker();
  void (hasEstimate.value ? enlarge() : estimate());
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
  usual: { label: "Only enlarge it", take: () => void enlarge("usual") },
  withoutEngine: {
    label: "Use the method that needs no engine",
    take() {
      batch(() => {
        settings.kernel.value = "auto";
        settings.method.value = "fast";
      });
      void estimate();
    },
  },
  anotherSeed: {
    label: "Try another seed",
    take: () => changeSetting(settings.seed, (settings.seed.value + 1) % (PAGE_OPTIONS.seed.max + 1)),
  },
};
