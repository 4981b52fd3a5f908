/** What was done to a picture, in words of a photographer. */
import { percent } from "@kernelgan/figures";
import type { ResultFacts } from "./session/results.js";

/** A sentence about a result. */
export function verdict({ origin, scale, confidence, width, height }: VerdictFacts): string {
  const size = `${width} × ${height}`;
  if (origin === "usual") {
    return scale === 1
      ? "No blur to undo: the picture is as it was."
      : `No blur to undo: enlarged in the usual way, to ${size}.`;
  }
  if (origin === "given") {
    return scale === 1 ? "Made sharp for your kernel." : `Enlarged for your kernel, to ${size}.`;
  }
  if (origin === "sharpened")
    return `This picture was sharpened: its halos are taken back; enlarged to ${size}.`;
  const sure = confidence === undefined ? "" : `, ${percent(confidence)} sure`;
  const found = origin === "stopped" ? "Blur undone as far as it was known" : `Blur found and undone${sure}`;
  return scale === 1 ? `${found}.` : `${found}; enlarged to ${size}.`;
}

type VerdictFacts = Pick<ResultFacts, "origin" | "scale" | "confidence" | "width" | "height">;

/** Beginnings of warnings that the verdict has said already. */
const SAID = ["no blur that can be undone", "the image was sharpened"];

/** What else there is to say. */
export const remarks = (warnings: readonly string[]): string[] =>
  warnings.filter((warning) => !SAID.some((said) => warning.startsWith(said)));
