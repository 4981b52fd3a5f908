/**
 * A method that the scale chosen has no use for, KernelGAN at ×1: another one takes its place, until the visitor is back
 * at a scale that it serves, or chooses a method.
 */
import { ESTIMATE_OPTIONS, type Estimate, type EstimateMethod } from "@kernelgan/core";
import { applicableOptions, isScaleOf } from "@kernelgan/core/internal";
import { currentValues, PAGE_OPTIONS, settings } from "../settings.js";
import { currentSource } from "./source.js";
import { estimation, isAsSet } from "./state.js";

interface Aside {
  method: EstimateMethod;
  /** What it had found, which may have taken minutes, and of what. */
  found: Estimate | undefined;
  of: string;
}

const INSTEAD: EstimateMethod = PAGE_OPTIONS.kernel.default;

let aside: Aside | undefined;

settings.kernel.subscribe((method) => {
  if (method !== INSTEAD) aside = undefined;
});

/** The default takes the place of the method that is chosen. */
export function setMethodAside(): void {
  const method = settings.kernel.value;
  const state = estimation.value;
  const found = state.phase === "done" && isAsSet(state.estimate) ? state.estimate : undefined;
  aside = { method, found, of: inputOf(method) };
  settings.kernel.value = INSTEAD;
}

/**
 * Where it serves the scale chosen, it is the method again.
 *
 * @returns the estimate that it had made, if that is still of what is open, and as the settings ask for
 */
export function takeMethodUpAgain(): Estimate | undefined {
  if (!aside || !isScaleOf(aside.method, settings.scale.value)) return undefined;
  const { method, found, of } = aside;
  settings.kernel.value = method;
  return found && isAsSet(found) && of === inputOf(method) ? found : undefined;
}

/** What an estimate by a method depends on, apart from the scale. */
function inputOf(method: EstimateMethod): string {
  const { id, part, maxPixels } = currentSource() ?? {};
  const { scale: _, ...options } = applicableOptions(ESTIMATE_OPTIONS, { ...currentValues(), method });
  return JSON.stringify([id, part, maxPixels, options]);
}
