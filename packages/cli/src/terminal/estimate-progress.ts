/** What the terminal shows of an estimate: the progress line, and the facts at the end. */
import type { Estimate, EstimateProgress } from "@kernelgan/core";
import { duration } from "@kernelgan/figures";
import type { ProgressStep } from "./progress.js";

export function estimateStep({ done, secondsLeft, training }: EstimateProgress): ProgressStep {
  const timeLeft = `${duration(secondsLeft)} left`;
  const data = { stage: "kernel", secondsLeft };
  if (!training) return { done, facts: ["finding the kernel", timeLeft], data };
  const { run, iteration, iterations, msPerIteration, losses } = training;
  return {
    done,
    data: { ...data, run, iteration, iterations, msPerIteration, losses },
    facts: [
      `${String(iteration).padStart(String(iterations).length)}/${iterations}`,
      timeLeft,
      ...(run > 0 ? [`restart ${run}`] : []),
      `${msPerIteration.toFixed(1)} ms/it`,
      `G ${losses.generator.toFixed(3)}`,
      `D ${losses.discriminator.toFixed(3)}`,
    ],
  };
}

/** "kernelgan, 6.20 ms an iteration (cpu), seed 0, confidence 0.4". */
export function estimateFacts(estimate: Estimate): string[] {
  const facts: string[] = [estimate.method];
  if (estimate.method === "kernelgan") {
    const { seed, restarts, timing } = estimate;
    facts.push(
      `${timing.msPerIteration.toFixed(2)} ms an iteration (${timing.device})`,
      `seed ${seed}${restarts > 0 ? ` after ${restarts} restart${restarts > 1 ? "s" : ""}` : ""}`,
    );
  }
  facts.push(`confidence ${estimate.confidence.toFixed(2)}${estimate.fellBack ? ", fell back" : ""}`);
  return facts;
}
