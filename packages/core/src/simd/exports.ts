/**
 * What the WebAssembly module exports (assembly/index.ts). Addresses are in bytes, lengths in samples unless a name
 * says otherwise.
 */
export interface SimdExports {
  readonly memory: WebAssembly.Memory;
  heapBase(): number;
  transform(
    re: number,
    im: number,
    width: number,
    height: number,
    columnPlan: number,
    rowPlan: number,
    work: number,
  ): void;
  addEnergy(energy: number, re: number, im: number, length: number): void;
  divideByEnergy(re: number, im: number, energy: number, lambda: number, length: number): void;
  multiplyByEnergy(re: number, im: number, energy: number, lambda: number, length: number): void;
  product(a: number, b: number, length: number): number;
  scaleAndAdd(a: number, factor: number, b: number, length: number): void;
  addScaled(a: number, factor: number, b: number, length: number): void;
  conjugateProduct(
    kRe: number,
    kIm: number,
    re: number,
    im: number,
    toRe: number,
    toIm: number,
    length: number,
  ): void;
  addProduct(
    kRe: number,
    kIm: number,
    re: number,
    im: number,
    toRe: number,
    toIm: number,
    length: number,
  ): void;
  addPhase(
    from: number,
    fromStride: number,
    width: number,
    height: number,
    to: number,
    toStride: number,
    scale: number,
  ): void;
  splitPhases(
    from: number,
    fromStride: number,
    rows: number,
    columns: number,
    length: number,
    scale: number,
    to: number,
    phaseStride: number,
    toStride: number,
  ): void;
  subtractCorrelated(from: number, taps: number, count: number, target: number, length: number): void;
  shrinkRow(
    image: number,
    stride: number,
    width: number,
    classes: number,
    bases: number,
    threshold: number,
    weightOffset: number,
    first: number,
    count: number,
    more1: number,
    more2: number,
    sums: number,
    weights: number,
    line: number,
  ): void;
  addPatchRow(
    rows: number,
    stride: number,
    count: number,
    step: number,
    classes: number,
    epsilon: number,
    covariances: number,
  ): void;
  divide(sums: number, weights: number, length: number): void;
  addGradients(
    row: number,
    up: number,
    down: number,
    width: number,
    xx: number,
    yy: number,
    xy: number,
  ): void;
  mixFive(a: number, b: number, c: number, d: number, e: number, target: number, length: number): void;
  smoothRow(row: number, target: number, length: number): void;
  classify(xx: number, yy: number, xy: number, classes: number, length: number): void;
  mixRows(row: number, stride: number, weights: number, target: number, length: number): void;
  enlargeRow(row: number, weights: number, scale: number, target: number, length: number): void;
  joinColour(luma: number, blue: number, red: number, length: number): void;
  keptGradients(
    image: number,
    width: number,
    height: number,
    threshold: number,
    target: number,
    lines: number,
  ): void;
  reverseFrequencies(from: number, width: number, height: number, to: number): void;
  pairFilters(
    kRe: number,
    kIm: number,
    reversedRe: number,
    reversedIm: number,
    yRe: number,
    yIm: number,
    to: number,
    length: number,
  ): void;
  pairStep(
    re: number,
    im: number,
    reversedRe: number,
    reversedIm: number,
    filters: number,
    gradientPower: number,
    beta1: number,
    beta2: number,
    length: number,
  ): void;
}
