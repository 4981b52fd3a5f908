/** The automatic comparison of the engines: once, while nothing else is computed. */
import { compareEngines, comparison, hasWebGpu } from "../engines.js";
import { isBusy } from "./state.js";

/** Time without a computation after which the engines are compared. */
const IDLE_MS = 5000;

/** Whether the visitor asked to save data: WebGPU's engine has 27 MB, which may turn out to be of no use. */
const savesData = (): boolean =>
  (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

/**
 * Compares the engines after an estimate, if nothing is computed for a while.
 *
 * @param signal of the estimate: any action aborts it, and the comparison with it
 */
export async function compareWhenIdle(signal: AbortSignal): Promise<void> {
  if (!hasWebGpu.value || comparison.value || savesData()) return;
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  if (!signal.aborted && !isBusy.value) await compareEngines(signal);
}
