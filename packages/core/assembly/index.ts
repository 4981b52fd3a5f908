/** What src/simd/exports.ts declares. */

export { enlargeRow, mixRows } from "./bicubic";
export { joinColour } from "./colour";
export { addPatchRow } from "./covariances";
export {
  addEnergy,
  addPhase,
  addProduct,
  conjugateProduct,
  divideByEnergy,
  multiplyByEnergy,
  splitPhases,
  subtractCorrelated,
} from "./data-step";
export { transform } from "./fft";
export { addGradients, classify, mixFive, smoothRow } from "./orientation";
export { addScaled, product, scaleAndAdd } from "./planes";
export { divide, shrinkRow } from "./shrinkage";
export { keptGradients, pairFilters, pairStep, reverseFrequencies } from "./sparse-pair";

/** The first address that is free. */
export function heapBase(): i32 {
  return <i32>__heap_base;
}
