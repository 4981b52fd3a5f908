/** The parts of `fast` on one thread: how fast each computes, beside a large matrix product of the same run. */
import { bicubicKernel, type PlanarImage, planarImage } from "@kernelgan/core";
import { median } from "../../packages/core/dist/math/median.js";
import { KNOWN_PART_CONSTANTS } from "../../packages/core/dist/restore/fast/known-part.js";
import { lumaInto } from "../../packages/core/dist/restore/fast/luma-chroma.js";
import { CELL, classMap } from "../../packages/core/dist/restore/fast/orientation.js";
import { EVEN, learnBases, ODD } from "../../packages/core/dist/restore/fast/patch-bases.js";
import { FAST_CONSTANTS } from "../../packages/core/dist/restore/fast/schedule.js";
import { Bicubic } from "../../packages/core/dist/restore/fast/simd/bicubic.js";
import { classRows } from "../../packages/core/dist/restore/fast/simd/classes.js";
import { Correlation } from "../../packages/core/dist/restore/fast/simd/correlation.js";
import { DataTile } from "../../packages/core/dist/restore/fast/simd/data-tile.js";
import {
  GRID_STEP,
  PACKED_BASES,
  packBases,
  shrinkPart,
  strideOf,
} from "../../packages/core/dist/restore/fast/simd/shrinkage.js";
import { tileOverlap } from "../../packages/core/dist/restore/tile-overlap.js";
import { SimdFft, simdFftLength } from "../../packages/core/dist/simd/fft.js";
import { simdModule } from "../../packages/core/dist/simd/module.js";
import { Simd } from "../../packages/core/dist/simd/simd.js";
import { photograph, type Size } from "./fast-pictures.js";

/** One part. */
export interface PartSpeed {
  readonly name: string;
  /** Millions of operations for a megapixel of the result, in all rounds of the luma. */
  readonly mflop: number;
  readonly gflops: number;
  /** Milliseconds for a megapixel of the result, in all rounds of the luma. */
  readonly milliseconds: number;
}

const SCALE = 2;
const SIZE: Size = { width: 1024, height: 256 };
const PIXELS = SIZE.width * SIZE.height;
const RUNS = 7;
const ROUNDS = FAST_CONSTANTS.rounds;
/** The bases are learned twice. */
const LEARNED = 2;

/** Measures all parts. */
export async function partSpeeds(): Promise<PartSpeed[]> {
  const module = await simdModule();
  if (!module) throw new Error("there is no WebAssembly with vectors here");
  const simd = new Simd(module);
  const image = await lumaOf(SIZE);
  const kernel = bicubicKernel(SCALE);
  const [lowWidth, lowHeight] = [SIZE.width / SCALE, SIZE.height / SCALE];
  const parts: PartSpeed[] = [];

  /** @param flop operations of one call, which is for `pixels` of the result, `times` in all */
  const part = (name: string, flop: number, pixels: number, times: number, run: () => void): void => {
    const mark = simd.mark();
    const seconds = median(
      Array.from({ length: RUNS }, () => {
        const started = performance.now();
        run();
        const taken = (performance.now() - started) / 1000;
        simd.release(mark);
        return taken;
      }),
    );
    parts.push({
      name,
      mflop: (flop / pixels) * times,
      gflops: flop / seconds / 1e9,
      milliseconds: ((1e9 * seconds) / pixels) * times,
    });
  };

  const map = await classMap(image, async () => {});
  const packed = new Float32Array(PACKED_BASES);
  packBases(learnBases(image, map), packed);
  const bases = simd.store(packed);
  const stride = strideOf(SIZE.width);
  const at = simd.store(image.data);
  const rows = { start: 0, end: SIZE.height };
  const shrinking = {
    bases,
    threshold: 0.05,
    grid: { step: GRID_STEP, start: 0 },
    weightOffset: FAST_CONSTANTS.weightOffset,
    classes: map.classes,
    classesWidth: Math.ceil(SIZE.width / CELL),
  };
  // A product with each half's basis and one back, of which the engine leaves out what the threshold would remove.
  const patchFlop = 4 * (EVEN * (EVEN - 1) + ODD * ODD);
  part("patch shrinkage", (patchFlop * PIXELS) / GRID_STEP, PIXELS, ROUNDS, () => {
    const columns = { start: 0, end: SIZE.width };
    shrinkPart(simd, { at, stride, columns, rows }, SIZE.width, SIZE.height, rows, shrinking);
  });

  const overlap = tileOverlap(kernel.size, SCALE);
  const side = simdFftLength(320 + 2 * overlap);
  const core = { x: 0, y: 0, width: side - 2 * overlap, height: side - 2 * overlap };
  const around = { x: -overlap, y: -overlap, width: side, height: side };
  const tile = new DataTile(simd, kernel, SCALE, side, side, overlap, around, KNOWN_PART_CONSTANTS);
  const fft = new SimdFft(simd, side, side);
  const samples = side * side;
  // Of two tiles at once.
  const tilePixels = 2 * SCALE * SCALE * core.width * core.height;
  const transforms = SCALE ** 2 + 1;
  const [re, im] = [simd.zeros(samples), simd.zeros(samples)];
  const transformFlop = 5 * samples * Math.log2(samples) * transforms;
  part("transforms", transformFlop, tilePixels, ROUNDS, () => {
    for (let i = 0; i < transforms; i++) fft.transform(re, im);
  });
  const energy = simd.store(new Float32Array(samples).fill(1));
  part("products with spectra", (3 + 6 * SCALE ** 2) * samples, tilePixels, ROUNDS, () => {
    simd.run.divideByEnergy(re, im, energy, 1, samples);
    for (let p = 0; p < SCALE ** 2; p++) simd.run.conjugateProduct(energy, energy, re, im, re, im, samples);
  });
  const correlation = new Correlation(simd, kernel, SCALE, SIZE.width, 32);
  const taps = kernel.data.filter((weight) => weight !== 0).length;
  const room = Correlation.room(lowWidth);
  const low = simd.zeros(room * lowHeight);
  part("correlation with the kernel", 2 * taps * lowWidth * lowHeight, PIXELS, ROUNDS, () => {
    const x = { at, stride: 4 * SIZE.width, top: 0, count: SIZE.height, width: SIZE.width };
    correlation.subtract(x, SIZE.height, 0, lowHeight, low);
  });

  const plane = {
    data: () => image.data,
    stride: SIZE.width,
    x: 0,
    y: 0,
    width: core.width,
    height: Math.min(core.height, SIZE.height),
  };
  const targets = [0, 1].map(() => ({
    core,
    at: simd.zeros(SCALE * SCALE * core.width * core.height),
    stride: 4 * SCALE * core.width,
  }));
  part(
    "the whole data step of two tiles",
    transformFlop + (3 + 7 * SCALE ** 2) * samples,
    tilePixels,
    ROUNDS,
    () => tile.correct(targets, [plane, plane], 0.1),
  );

  // Sobel's filters and their products; 5 × 5 sums and the angle once for each cell of 2 × 2.
  part("orientation classes", (18 + 9 + (3 * 20 + 10) / CELL ** 2) * PIXELS, PIXELS, LEARNED, () =>
    classRows(simd, image, { start: 0, end: SIZE.height / CELL }, new Uint8Array(map.classes.length)),
  );
  const bicubic = new Bicubic(simd, SCALE);
  const source = { data: image.data.subarray(0, lowWidth * lowHeight), width: lowWidth, top: 0 };
  const enlarged = simd.allocate(4 * (PIXELS + 64));
  part("bicubic enlargement", (10 + 10 / SCALE) * PIXELS, PIXELS, 1, () =>
    bicubic.enlarge(source, lowHeight, 0, lowHeight, enlarged, 4 * SIZE.width),
  );
  return parts;
}

async function lumaOf(size: Size): Promise<PlanarImage> {
  const result = planarImage(size.width, size.height, 1);
  lumaInto(await photograph(size), result.data);
  return result;
}
