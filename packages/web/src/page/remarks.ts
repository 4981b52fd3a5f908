/**
 * What a photographer should know of a result besides the verdict: the library's warnings, without the words of its
 * methods.
 */
import type { Warning, WarningCode } from "@kernelgan/core";
import type { ResultFacts } from "./session/results.js";
import type { Obstacle } from "./session/state.js";

export interface Remark {
  words: string;
  /** The library's own words, for researchers, where they say more. */
  detail?: string | undefined;
}

/** What the verdict has said already. */
const SAID: readonly WarningCode[] = ["no-blur", "sharpened", "maybe-sharpened"];

/** What is said of trainings. Other warnings are in plain words themselves. */
const OF_TRAININGS: Partial<Record<WarningCode, string>> = {
  "too-few-iterations": "the training was too short for its result to be trusted",
  "small-for-training": "the picture is small for KernelGAN: its blur is found less exactly",
  "run-failed": "a training failed, and another took its place",
};

/** Each thing once: why there was no estimate, then the warnings in their order. */
export function remarks({ obstacle, warnings }: Pick<ResultFacts, "obstacle" | "warnings">): Remark[] {
  const found = new Map<string, Remark>();
  for (const { words, detail } of [ofObstacle(obstacle), warnings.map(ofWarning)].flat(2)) {
    const details = [found.get(words)?.detail ?? [], detail ?? []].flat();
    found.set(words, { words, detail: details.length > 0 ? details.join("; ") : undefined });
  }
  return [...found.values()];
}

function ofObstacle(obstacle: Obstacle | undefined): Remark[] {
  switch (obstacle?.code) {
    case "image-too-small":
      return [{ words: tooSmall(obstacle) }];
    case "image-flat":
      return [{ words: "a blur shows in fine detail, of which there is none" }];
    case "training-failed":
      return [{ words: "another seed may find the blur, or “automatic”", detail: obstacle.reason }];
    default:
      return [];
  }
}

/** A picture that is large enough as a whole has parts that are transparent. */
function tooSmall({ width, height, leastSide }: Extract<Obstacle, { code: "image-too-small" }>): string {
  const needed = `at least ${leastSide} × ${leastSide} are needed`;
  return Math.min(width, height) < leastSide
    ? `it has ${width} × ${height} pixels; ${needed}`
    : `too few of its pixels are visible; ${needed}`;
}

function ofWarning({ code, message }: Warning): Remark[] {
  if (SAID.includes(code)) return [];
  const words = OF_TRAININGS[code];
  return [words === undefined ? { words: message } : { words, detail: message }];
}
