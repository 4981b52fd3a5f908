/** What the progress line shows of a super-resolution. */
import type { SuperResolveProgress } from "@kernelgan/core";
import { duration } from "@kernelgan/figures";
import { type ProgressStep, timeLeft } from "./progress.js";

export function restoreStep({
  stage,
  step,
  steps,
  done,
  training,
  secondsLeft,
}: SuperResolveProgress): ProgressStep {
  const up = steps > 1 ? [`step ${step + 1} of ${steps}`] : [];
  const data = { stage: "picture", step, steps, secondsLeft };
  if (stage === "enlarging" || !training) {
    return { done, facts: ["enlarging", ...up, timeLeft(secondsLeft)], data };
  }
  const { iteration, iterations, msPerIteration, loss, learningRate } = training;
  return {
    done,
    data: { ...data, iteration, iterations, msPerIteration, loss, learningRate },
    facts: [
      `${String(iteration).padStart(String(iterations).length)}/${iterations}`,
      ...up,
      // The stop rule may end it earlier.
      `at most ${duration(secondsLeft)} left`,
      `${msPerIteration.toFixed(0)} ms/it`,
      `loss ${loss.toFixed(4)}`,
      `rate ${learningRate.toExponential(0)}`,
    ],
  };
}
