/** The report of a result: the JSON document that the command `upscale --json` prints, with what a page can add. */
import { type ImageQuality, kernelRows } from "@kernelgan/core";
import type { UpscaledRecord } from "@kernelgan/formats/internal";
import type { Result } from "./session/results.js";

/** An entry of the document. */
export interface ResultReport extends UpscaledRecord {
  /** How much of the result is in the picture, 0 to 1. */
  strength: number;
  /** Options by their names in the library. */
  options: Readonly<Record<string, unknown>>;
  /** Against the original, if there is one. */
  quality?: { result: ImageQuality; usual: ImageQuality } | undefined;
  version: string;
}

/** What the report is about. */
export interface ReportInput {
  result: Result;
  /** Names of the file that was opened, and of the one that the result is saved as. */
  image: string;
  output: string;
  quality?: ResultReport["quality"];
}

/** The text of the document: an array with one entry. */
export function reportText({ result, image, output, quality }: ReportInput): string {
  const { scale, method, width, height, seconds, warnings, strength, record } = result;
  const { kernel, estimateSeconds, kernelOrigin, noise, light, toneCurve, wrap, seed, confidence, options } =
    record;
  const entry: ResultReport = {
    image,
    scale,
    method,
    output,
    width,
    height,
    pages: 1,
    kernelOrigin,
    kernel: kernelRows(kernel),
    files: [output],
    seconds: { estimate: estimateSeconds, upscale: seconds, all: estimateSeconds + seconds },
    noise,
    light,
    toneCurve,
    wrap,
    seed,
    confidence,
    fellBack: kernel.fellBack ?? false,
    blur: result.blur,
    warnings,
    strength,
    options,
    quality,
    version: CORE_VERSION,
  };
  return `${JSON.stringify([entry], null, 2)}\n`;
}
