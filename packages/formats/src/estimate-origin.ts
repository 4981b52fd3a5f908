/** What kernel files say about an estimate. */
import { ESTIMATE_OPTIONS, type Estimate } from "@kernelgan/core";
import { applicableOptions, withDefaults } from "@kernelgan/core/internal";
import { lossSummary } from "./loss-summary.js";
import type { KernelOrigin } from "./origin.js";

/**
 * How an estimate was made, for the files of its kernels: the same from the command and from the page. No times: the
 * same estimate gives the same file.
 *
 * @param values the options that it was made with, among others; those of its method are recorded
 */
export function estimateOrigin(
  estimate: Estimate,
  values: object,
): Pick<KernelOrigin, "seed" | "options" | "details"> {
  const { method, warnings } = estimate;
  const isTrained = estimate.method === "kernelgan";
  // Of these the defaults are recorded as well: they tell results apart at first sight.
  const { scale, seed, fallback } = withDefaults(ESTIMATE_OPTIONS, values);
  const options: Readonly<Record<string, unknown>> = applicableOptions(ESTIMATE_OPTIONS, {
    ...values,
    scale,
    seed,
    fallback,
    method,
  });
  // In the table's order, whatever that of the values is.
  const names = Object.keys(ESTIMATE_OPTIONS).filter((name) => name in options);
  return {
    seed: isTrained ? estimate.seed : undefined,
    options: Object.fromEntries(names.map((name) => [name, options[name]])),
    details: {
      warnings,
      restarts: isTrained ? estimate.restarts : undefined,
      runs: isTrained ? estimate.runs : undefined,
      losses: isTrained ? lossSummary(estimate.history) : undefined,
    },
  };
}
