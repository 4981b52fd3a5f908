/** What was done to a picture, in words of a photographer. */
import { blurInWords, percent } from "@kernelgan/figures";
import type { ResultFacts } from "./session/results.js";
import type { Obstacle } from "./session/state.js";

export type VerdictFacts = Pick<
  ResultFacts,
  "origin" | "scale" | "confidence" | "obstacle" | "width" | "height" | "blur"
> & {
  /** How much of it is undone, in [0, 1]; all, where it is not said. */
  strength?: number;
};

/** Why a picture was only enlarged. */
const ONLY_ENLARGED: Readonly<Record<Obstacle["code"], string>> = {
  "image-too-small": "Too small to find its blur",
  "image-flat": "No detail to find its blur by",
  "training-failed": "KernelGAN found no usable blur",
  asked: "As you asked",
};

/** What was found, in some words. */
export function finding({ origin, confidence, obstacle, blur, strength }: VerdictFacts): string {
  switch (origin) {
    case "usual":
      return obstacle ? ONLY_ENLARGED[obstacle.code] : "No blur found";
    case "given":
      return "Made for your kernel";
    case "sharpened":
      return "This picture looks sharpened: its halos are softened";
    case "stopped":
      return "Blur undone as far as it was known";
    default:
      return `Blur found${strength === 0 ? "" : " and undone"}${confidence === undefined ? "" : `, ${percent(confidence)} sure`}${blur ? `: ${blurInWords(blur)}` : ""}`;
  }
}

/** A sentence about a result. */
export function verdict(facts: VerdictFacts): string {
  const { origin, scale, width, height } = facts;
  // Of no-break spaces: a size is not broken into two lines.
  const size = `${width}\u00a0×\u00a0${height}`;
  const found = finding(facts);
  if (origin === "usual") {
    return scale === 1 ? `${found}: the picture is as it was.` : `${found}: only enlarged, to ${size}.`;
  }
  if (origin === "given") {
    return scale === 1 ? "Made sharp for your kernel." : `Enlarged for your kernel, to ${size}.`;
  }
  return scale === 1 ? `${found}.` : `${found}; enlarged to ${size}.`;
}
