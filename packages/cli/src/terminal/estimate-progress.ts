/** What the progress line tells of an estimate. */
import type { EstimateProgress } from "@kernelgan/core";
import { duration, type ProgressStep } from "./progress.js";

export function estimateStep({
  run,
  iteration,
  iterations,
  secondsLeft,
  msPerIteration,
  losses,
}: EstimateProgress): ProgressStep {
  return {
    done: iteration / iterations,
    facts: [
      `${String(iteration).padStart(String(iterations).length)}/${iterations}`,
      `${duration(secondsLeft)} left`,
      ...(run > 0 ? [`restart ${run}`] : []),
      `${msPerIteration.toFixed(1)} ms/it`,
      `G ${losses.generator.toFixed(3)}`,
      `D ${losses.discriminator.toFixed(3)}`,
    ],
  };
}
