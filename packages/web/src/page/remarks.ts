/**
 * What a photographer should know of a result besides the verdict: the library's warnings, without the words of its
 * methods.
 */
import type { ResultFacts } from "./session/results.js";

export interface Remark {
  words: string;
  /** The library's own words, for researchers, where they say more. */
  detail?: string | undefined;
}

/** Beginnings of warnings that the verdict has said already. */
const SAID = ["no blur that can be undone", "the image was sharpened", "the image may have been sharpened"];

interface Translation {
  of: RegExp;
  words: string;
  saysLess?: true;
}

/** What estimates say that failed, and trainings. Other warnings are in plain words themselves. */
const TRANSLATIONS: readonly Translation[] = [
  {
    of: /^the image has (\d+)×(\d+) pixels; .* needs at least (\d+)×(\d+)$/,
    words: "it has $1 × $2 pixels; at least $3 × $4 are needed",
  },
  {
    of: /^the image (is flat|has nothing at some frequencies).*/,
    words: "a blur shows in fine detail, of which there is none",
  },
  {
    of: /^(no usable kernel after|the training was stopped too early).*/,
    words: "another seed may find the blur, or “automatic”",
    saysLess: true,
  },
  {
    of: /.*iterations are too few.*/,
    words: "the training was too short for its result to be trusted",
    saysLess: true,
  },
  {
    of: /^the image is so small that .*/,
    words: "the picture is small for KernelGAN: its blur is found less exactly",
    saysLess: true,
  },
  {
    of: /^the run with seed .*/,
    words: "a training failed, and another took its place",
    saysLess: true,
  },
];

/** Each thing once: why there was no estimate, then the warnings in their order. */
export function remarks({ obstacle, warnings }: Pick<ResultFacts, "obstacle" | "warnings">): Remark[] {
  const found = new Map<string, Remark>();
  for (const text of [obstacle?.reason ?? [], ...warnings].flat()) {
    if (SAID.some((beginning) => text.startsWith(beginning))) continue;
    const translation = TRANSLATIONS.find(({ of }) => of.test(text));
    const words = translation ? text.replace(translation.of, translation.words) : text;
    const details = translation?.saysLess ? [found.get(words)?.detail ?? [], text].flat() : [];
    found.set(words, { words, detail: details.length > 0 ? details.join("; ") : undefined });
  }
  return [...found.values()];
}
