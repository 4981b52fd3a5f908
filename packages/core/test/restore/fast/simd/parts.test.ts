/** Each part of the engine against the plain TypeScript that it follows. */
import { describe, expect, test } from "vitest";
import { imresize, type PlanarImage } from "../../../../src/image/index.js";
import { downscale, type Kernel, kernel } from "../../../../src/kernel/index.js";
import { Fft2d } from "../../../../src/math/fft.js";
import { DataStep } from "../../../../src/restore/fast/data-step.js";
import { KNOWN_PART_CONSTANTS } from "../../../../src/restore/fast/known-part.js";
import { CELL, classMap } from "../../../../src/restore/fast/orientation.js";
import {
  addPatches,
  COVARIANCES,
  learnBases,
  sampledRows,
} from "../../../../src/restore/fast/patch-bases.js";
import { shrinkPatches } from "../../../../src/restore/fast/patch-shrinkage.js";
import { Bicubic } from "../../../../src/restore/fast/simd/bicubic.js";
import { classRows } from "../../../../src/restore/fast/simd/classes.js";
import { Correlation } from "../../../../src/restore/fast/simd/correlation.js";
import { addPatchRows } from "../../../../src/restore/fast/simd/covariances.js";
import { DataTile } from "../../../../src/restore/fast/simd/data-tile.js";
import {
  PACKED_BASES,
  packBases,
  shrinkPart,
  strideOf,
} from "../../../../src/restore/fast/simd/shrinkage.js";
import { SimdFft, simdFftLength } from "../../../../src/simd/fft.js";
import { largestDifference, noise, noiseImage } from "../../../helpers/noise.js";
import { scene } from "../../../helpers/scene.js";
import { newSimd } from "../../../helpers/simd.js";

const noPause = async (): Promise<void> => {};

/** A kernel without any symmetry, some of whose weights are 0. */
function asymmetric(size: number): Kernel {
  const weights = noise(size, size * size).map((v, i) => (i % 5 === 0 ? 0 : v * Math.exp(-0.2 * (i % size))));
  const sum = weights.reduce((a, b) => a + b, 0);
  return kernel(
    size,
    weights.map((v) => v / sum),
  );
}

/** The sum of a scene and noise, so that all classes and numbers of coefficients occur. */
function texture(width: number, height: number): PlanarImage {
  const image = scene(width, height);
  const grain = noise(width, width * height);
  return { ...image, data: image.data.map((v, i) => v + 0.05 * grain[i]! * (i % width > width / 2 ? 1 : 0)) };
}

describe("SimdFft", () => {
  test.each([
    [4, 4],
    [8, 12],
    [60, 20],
    [100, 36],
    [128, 360],
    [12, 500],
  ])("%i×%i: as the plain transform, and back", async (width, height) => {
    const simd = await newSimd();
    const fft = new SimdFft(simd, width, height);
    const n = width * height;
    const [re, im] = [Float32Array.from(noise(1, n)), Float32Array.from(noise(2, n))];
    const at = [simd.store(re), simd.store(im)] as const;
    fft.transform(at[0], at[1]);
    const expected = [re.slice(), im.slice()] as const;
    new Fft2d(width, height).forward(expected[0], expected[1]);
    const tolerance = 2e-6 * Math.sqrt(n) * Math.log2(n);
    expect(largestDifference(simd.floats(at[0], n), expected[0])).toBeLessThan(tolerance);
    expect(largestDifference(simd.floats(at[1], n), expected[1])).toBeLessThan(tolerance);
    fft.transform(at[1], at[0]);
    const back = simd.floats(at[0], n).map((v) => v / n);
    expect(largestDifference(back, re)).toBeLessThan(1e-5);
  });

  test("lengths are multiples of 4 and products of 2, 3 and 5", () => {
    expect([1, 5, 17, 28, 100, 257, 321].map(simdFftLength)).toEqual([4, 8, 20, 32, 100, 288, 324]);
  });
});

describe("Correlation", () => {
  test.each([
    [7, 5, 1, 3],
    [20, 14, 2, 5],
    [66, 40, 2, 11],
    [2, 2, 2, 11],
    [63, 27, 3, 8],
    [44, 52, 4, 13],
    // By Fourier's transform.
    [300, 90, 1, 31],
    [41, 23, 1, 65],
    [600, 60, 2, 48],
  ])("%i×%i ÷%i, a kernel of side %i: what downscale gives", async (width, height, scale, size) => {
    const simd = await newSimd();
    const k = asymmetric(size);
    const image = noiseImage(3, [1, height, width]);
    const correlation = new Correlation(simd, k, scale, width, 20);
    const [lowWidth, lowHeight] = [width / scale, height / scale];
    const room = Correlation.room(lowWidth);
    const at = simd.store(image.data);
    const x = { at, stride: 4 * width, top: 0, count: height, width };
    const target = simd.zeros(room * lowHeight);
    // In two parts.
    const middle = Math.floor(lowHeight / 2);
    correlation.subtract(x, height, 0, middle, target);
    correlation.subtract(x, height, middle, lowHeight, target + 4 * room * middle);
    const rows = simd.floats(target, room * lowHeight);
    const result = Array.from({ length: lowHeight }, (_, y) => [
      ...rows.slice(y * room, y * room + lowWidth),
    ]);
    const expected = downscale(image, k, scale).data.map((v) => -v);
    expect(largestDifference(Float32Array.from(result.flat()), expected)).toBeLessThan(1e-6);
  });
});

describe("Bicubic", () => {
  test.each([
    [1, 1, 2],
    [2, 3, 2],
    [17, 9, 2],
    [16, 8, 3],
    [5, 31, 4],
  ])("%i×%i ×%i: what imresize gives", async (width, height, scale) => {
    const simd = await newSimd();
    const image = noiseImage(4, [1, height, width]);
    const n = scale * scale * width * height;
    const target = simd.allocate(4 * n);
    const source = { data: image.data, width, top: 0 };
    new Bicubic(simd, scale).enlarge(source, height, 0, height, target, 4 * scale * width);
    expect(largestDifference(simd.floats(target, n), imresize(image, { scale }).data)).toBeLessThan(1e-6);
  });
});

describe("classRows", () => {
  test.each([
    [64, 48],
    [65, 47],
    [9, 5],
    [1, 1],
    [3, 80],
  ])("%i×%i: the classes of classMap, but for cells between two", async (width, height) => {
    const simd = await newSimd();
    const image = texture(width, height);
    const expected = await classMap(image, noPause);
    const classes = new Uint8Array(expected.classes.length);
    const middle = Math.floor(expected.height / 2);
    classRows(simd, image, { start: 0, end: middle }, classes);
    classRows(simd, image, { start: middle, end: expected.height }, classes);
    const others = classes.filter((c, i) => c !== expected.classes[i]).length;
    expect(others).toBeLessThanOrEqual(0.002 * classes.length);
  });
});

describe("addPatchRows", () => {
  test.each([
    [64, 48],
    [301, 207],
    [5, 5],
    [4, 30],
  ])("%i×%i: the very sums of addPatches, whatever was there", async (width, height) => {
    const simd = await newSimd();
    const image = texture(width, height);
    const map = await classMap(image, noPause);
    const rows = { start: Math.floor(sampledRows(image) / 3), end: sampledRows(image) };
    const expected = new Float64Array(COVARIANCES);
    addPatches(image, map, rows, expected);
    const result = new Float64Array(COVARIANCES).fill(7);
    addPatchRows(simd, image, map, rows, result);
    expect(result).toEqual(expected);
  });
});

describe("shrinkPart", () => {
  test.each([
    [40, 30, 0.02, 0],
    [41, 33, 0.05, 1],
    [40, 31, 0.2, 2],
    [39, 30, 0.001, 1],
    [5, 5, 0.05, 0],
    [5, 7, 0.05, 1],
    [6, 9, 0.05, 2],
    [7, 6, 0.05, 1],
  ])(
    "%i×%i, τ = %d, a lattice from %i: what shrinkPatches gives, in one piece and in parts",
    async (width, height, threshold, start) => {
      const simd = await newSimd();
      const image = texture(width, height);
      const map = await classMap(image, noPause);
      const bases = learnBases(image, map);
      const grid = { step: 3, start };
      const expected = await shrinkPatches(image, map, bases, threshold, grid, 0.3, noPause);
      const packed = new Float32Array(PACKED_BASES);
      packBases(bases, packed);
      const shrinking = {
        bases: simd.store(packed),
        threshold,
        grid,
        weightOffset: 0.3,
        classes: map.classes,
        classesWidth: Math.ceil(width / CELL),
      };
      /** Pixels from `left` to `right` and `top` to `bottom` of the result, from a part with `margin` pixels more. */
      const shrunk = (left: number, right: number, top: number, bottom: number, margin: number): number[] => {
        const columns = { start: Math.max(0, left - margin), end: Math.min(width, right + margin) };
        const rows = { start: Math.max(0, top - margin), end: Math.min(height, bottom + margin) };
        const stride = strideOf(columns.end - columns.start);
        const at = simd.zeros((stride / 4) * (rows.end - rows.start));
        for (let row = rows.start; row < rows.end; row++) {
          const from = image.data.subarray(row * width + columns.start, row * width + columns.end);
          simd.floats(at + (row - rows.start) * stride, from.length).set(from);
        }
        const part = { at, stride, columns, rows };
        const own = { start: top, end: bottom };
        const result = shrinkPart(simd, part, width, height, own, shrinking);
        return Array.from({ length: bottom - top }, (_, row) => [
          ...simd.floats(result + row * stride + 4 * (left - columns.start), right - left),
        ]).flat();
      };
      // A coefficient at the threshold may be kept by one of them only.
      const differs = (a: number, b: number): boolean => !(Math.abs(a - b) < 1e-5);
      const whole = shrunk(0, width, 0, height, 0);
      expect(whole.filter((v, i) => differs(v, expected.data[i]!)).length).toBeLessThan(0.03 * whole.length);
      if (width < 12) return;
      const [left, right, top, bottom] = [8, width - 9, 9, height - 8];
      const part = shrunk(left, right, top, bottom, 4);
      for (const [i, value] of part.entries()) {
        const at = (top + Math.floor(i / (right - left))) * width + left + (i % (right - left));
        expect(value).toBeCloseTo(whole[at]!, 5);
      }
    },
  );
});

describe("DataTile", () => {
  test.each([
    [2, 5],
    [3, 7],
    [4, 8],
  ])("×%i, a kernel of side %i: what DataStep gives", async (scale, size) => {
    const simd = await newSimd();
    const k = asymmetric(size);
    const [width, height, overlap] = [30, 22, 20];
    const z = noiseImage(2, [1, scale * height, scale * width]);
    const y = noiseImage(1, [1, height, width]);
    const frame = [simdFftLength(width + 2 * overlap), simdFftLength(height + 2 * overlap)] as const;
    const known = { x: 3, y: 4, width: width - 6, height: height - 8 };
    const tile = new DataTile(simd, k, scale, frame[0], frame[1], overlap, known, KNOWN_PART_CONSTANTS);
    const step = new DataStep(k, scale, y, known, { overlap });
    const residual = await step.residual(z, y, noPause);
    const expected = { ...z, data: z.data.slice() };
    await step.apply(expected, y, 0.1, noPause);
    const at = simd.store(z.data);
    const core = { x: 0, y: 0, width, height };
    const plane = { data: () => residual.data, stride: width, x: 0, y: 0, width, height };
    tile.correct([{ core, at, stride: 4 * scale * width }], [plane], 0.1);
    // Frames may have different lengths, so that their ends fade differently.
    expect(largestDifference(simd.floats(at, z.data.length), expected.data)).toBeLessThan(1e-4);
  });
});
