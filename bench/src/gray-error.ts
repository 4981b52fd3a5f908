import type { PlanarImage } from "@kernelgan/core";
import { toGray } from "../../packages/core/dist/image/index.js";
import { mean } from "./statistics.js";

/** Rms of the difference of the gray values, in levels of 255. */
export function grayError(image: PlanarImage, original: PlanarImage): number {
  const originals = toGray(original).data;
  const squares = Array.from(toGray(image).data, (value, i) => (value - (originals[i] ?? Number.NaN)) ** 2);
  return 255 * Math.sqrt(mean(squares));
}
