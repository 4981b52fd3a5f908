import { describe, expect, test } from "vitest";
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import { CELL, CLASSES, classMap } from "../../src/restore/fast/orientation.js";
import {
  BASIS,
  EVEN,
  EVEN_ROWS,
  LANES,
  learnBases,
  ODD,
  ODD_ROWS,
  PATCH,
  SIDE,
} from "../../src/restore/fast/patch-bases.js";
import { shrinkPatches } from "../../src/restore/fast/patch-shrinkage.js";
import { largestDifference } from "../helpers/noise.js";
import { gain, rms, scene, withNoise } from "../helpers/scene.js";

const noPause = async (): Promise<void> => {};
const START = { x: 0, y: 0 };

const grating = (angle: number): PlanarImage =>
  planarImage(
    48,
    40,
    1,
    Float32Array.from({ length: 48 * 40 }, (_, i) => {
      const along = (i % 48) * Math.cos(angle) + Math.floor(i / 48) * Math.sin(angle);
      return 0.5 + 0.3 * Math.sin(0.7 * along);
    }),
  );

describe("classMap", () => {
  test("stripes have one class, another one for each direction", async () => {
    const classes: number[] = [];
    for (const angle of [0.15, 0.7, 1.3, 2.1, 2.9]) {
      const map = await classMap(grating(angle), noPause);
      const inside = (x: number, y: number): number => map.classes[y * map.width + x];
      const own = inside(10, 10);
      for (let y = 4; y < map.height - 4; y++)
        for (let x = 4; x < map.width - 4; x++) expect(inside(x, y)).toBe(own);
      classes.push(own);
    }
    expect(new Set(classes).size).toBe(5);
    expect(Math.max(...classes)).toBeLessThan(CLASSES);
    expect(Math.min(...classes)).toBeGreaterThan(0);
  });

  test("turning the stripes by 180° changes nothing", async () => {
    const [a, b] = [await classMap(grating(0.4), noPause), await classMap(grating(0.4 + Math.PI), noPause)];
    expect(a.classes).toEqual(b.classes);
  });

  test("a plain area has no direction, and odd sizes get their last cells", async () => {
    const map = await classMap(planarImage(9, 7, 1, new Float32Array(63).fill(0.4)), noPause);
    expect([map.width, map.height]).toEqual([Math.ceil(9 / CELL), Math.ceil(7 / CELL)]);
    expect(map.classes.every((c) => c === 0)).toBe(true);
  });
});

describe("learnBases", () => {
  /** The vectors of one half, unfolded to unit length. */
  const halves = (bases: Float64Array, c: number): number[][][] =>
    [
      { start: c * BASIS, length: EVEN, rows: EVEN_ROWS },
      { start: c * BASIS + EVEN_ROWS * EVEN, length: ODD, rows: ODD_ROWS },
    ].map(({ start, length, rows }) =>
      Array.from({ length: rows }, (_, k) =>
        Array.from({ length }, (_, i) => {
          const at = start + Math.floor(k / LANES) * LANES * length + LANES * i + (k % LANES);
          return bases[at] * (i === PATCH - 1 - i ? 1 : Math.SQRT2);
        }),
      ),
    );
  const dot = (a: number[], b: number[]): number => a.reduce((sum, v, i) => sum + v * b[i], 0);

  test("every class has an orthonormal basis of what is not constant, patches or none", async () => {
    const image = scene(80, 60);
    const bases = learnBases(image, await classMap(image, noPause));
    for (let c = 0; c < CLASSES; c++) {
      const [even, odd] = halves(bases, c);
      for (const [vectors, count] of [
        [even, EVEN - 1],
        [odd, ODD],
      ] as const) {
        for (const [k, v] of vectors.entries()) {
          for (const [j, w] of vectors.entries()) {
            expect(dot(v, w)).toBeCloseTo(k === j && k < count ? 1 : 0, 8);
          }
        }
      }
    }
  });

  test("learned from stripes, few vectors hold nearly all of a striped patch", async () => {
    const image = grating(0.7);
    const map = await classMap(image, noPause);
    const bases = learnBases(image, map);
    const [even, odd] = halves(bases, map.classes[10 * map.width + 10]);
    const corner = 20 * image.width + 20;
    const pixel = (i: number): number =>
      image.data[corner + Math.floor(i / SIDE) * image.width + (i % SIDE)] - mean;
    let mean = 0;
    mean = Array.from({ length: PATCH }, (_, i) => pixel(i)).reduce((a, b) => a + b, 0) / PATCH;
    const sums = Array.from({ length: EVEN }, (_, i) =>
      i === PATCH - 1 - i ? pixel(i) : Math.SQRT1_2 * (pixel(i) + pixel(PATCH - 1 - i)),
    );
    const differences = Array.from(
      { length: ODD },
      (_, i) => Math.SQRT1_2 * (pixel(i) - pixel(PATCH - 1 - i)),
    );
    const energy = dot(sums, sums) + dot(differences, differences);
    const first = dot(even[0], sums) ** 2 + dot(odd[0], differences) ** 2;
    expect(first / energy).toBeGreaterThan(0.97);
  });
});

describe("shrinkPatches", async () => {
  const clean = scene(90, 70);
  const map = await classMap(clean, noPause);
  const bases = learnBases(clean, map);

  test("threshold 0 keeps everything, wherever the grid begins", async () => {
    for (const start of [START, { x: 1, y: 0 }, { x: 1, y: 1 }]) {
      const result = await shrinkPatches(clean, map, bases, 0, start, noPause);
      expect(largestDifference(result.data, clean.data)).toBeLessThan(1e-5);
    }
  });

  test("removes noise and keeps edges", async () => {
    const noisy = withNoise(clean, 0.04);
    const result = await shrinkPatches(noisy, map, bases, 0.1, START, noPause);
    expect(gain(result, noisy, clean)).toBeGreaterThan(5);
  });

  test("a huge threshold leaves local means, the total brightness among them", async () => {
    const image = planarImage(30, 20, 1, new Float32Array(600).fill(0.3));
    const result = await shrinkPatches(image, await classMap(image, noPause), bases, 10, START, noPause);
    expect(rms(result, image)).toBeLessThan(1e-6);
    const blurred = await shrinkPatches(clean, map, bases, 100, START, noPause);
    expect(rms(blurred, clean)).toBeGreaterThan(0.02);
  });
});
