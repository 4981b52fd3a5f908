/** What the terminal shows of an estimate: the progress line, and the facts at the end. */
import type { Estimate, EstimateProgress } from "@kernelgan/core";
import { blurInWords, foundBlur } from "@kernelgan/figures";
import { type ProgressStep, timeLeft } from "./progress.js";

export function estimateStep({ done, secondsLeft, training }: EstimateProgress): ProgressStep {
  const left = timeLeft(secondsLeft);
  const data = { stage: "kernel", secondsLeft };
  if (!training) return { done, facts: ["finding the kernel", left], data };
  const { run, runs, iteration, iterations, msPerIteration, losses } = training;
  return {
    done,
    data: { ...data, run, runs, iteration, iterations, msPerIteration, losses },
    facts: [
      `${String(iteration).padStart(String(iterations).length)}/${iterations}`,
      left,
      ...(runs > 1 || run > 0 ? [`run ${run + 1}`] : []),
      `${msPerIteration.toFixed(1)} ms/it`,
      `G ${losses.generator.toFixed(3)}`,
      `D ${losses.discriminator.toFixed(3)}`,
    ],
  };
}

/** "seed 0", "seed 2 of 4 runs", "seed 1 after 1 restart": the seed of most weight. */
export function seedFact(seed: number, runs: number, restarts: number): string {
  const failed = restarts > 0 ? ` after ${restarts} restart${restarts > 1 ? "s" : ""}` : "";
  return `seed ${seed}${runs > 1 ? ` of ${runs} runs` : ""}${failed}`;
}

/** "kernelgan, 6.20 ms an iteration (cpu), seed 0, confidence 0.80, softness of 2.1 pixels". */
export function estimateFacts(estimate: Estimate): string[] {
  const facts: string[] = [estimate.method];
  if (estimate.method === "kernelgan") {
    const { seed, runs, restarts, timing } = estimate;
    facts.push(
      `${timing.msPerIteration.toFixed(2)} ms an iteration (${timing.device})`,
      seedFact(seed, runs.length, restarts),
    );
  }
  facts.push(`confidence ${estimate.confidence.toFixed(2)}`);
  const blur = foundBlur(estimate);
  facts.push(blur ? blurInWords(blur) : "fell back");
  return facts;
}
