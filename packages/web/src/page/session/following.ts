/**
 * The settings are those of all that there is, but while the list is on the screen they are changed for its pictures:
 * the picture that is open behind it stays as it is, its own kernel included, and follows once it is back.
 */
import { ESTIMATE_OPTIONS, UPSCALE_OPTIONS } from "@kernelgan/core";
import { applicableOptions } from "@kernelgan/core/internal";
import { effect, untracked } from "@preact/signals";
import { currentValues } from "../settings.js";
import { estimatedScale } from "./estimated-scale.js";
import { catchUp } from "./estimation.js";
import { file, givenKernel, showsQueue } from "./state.js";

/** What is open, and what its estimate and its result depend on. */
function asked(): { id: number | undefined; estimate: string; result: string } {
  const values = currentValues();
  const { kernel: method, scale } = values;
  const estimate = { ...values, method, scale: estimatedScale(scale, method) };
  const result = { ...values, strength: undefined, kernel: givenKernel.value ? undefined : method };
  return {
    id: file.value?.id,
    estimate: JSON.stringify(applicableOptions(ESTIMATE_OPTIONS, estimate)),
    result: JSON.stringify(applicableOptions(UPSCALE_OPTIONS, result)),
  };
}

/** Lets the picture follow from now on. */
export function followAfterList(): void {
  let before: ReturnType<typeof asked> | undefined;
  effect(() => {
    const isList = showsQueue.value;
    untracked(() => {
      const now = asked();
      if (isList) before = now;
      else if (before?.id === now.id && before?.result !== now.result) {
        catchUp(before?.estimate === now.estimate);
      }
    });
  });
}
