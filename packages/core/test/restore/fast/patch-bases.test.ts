import { describe, expect, test } from "vitest";
import { classMap } from "../../../src/restore/fast/orientation.js";
import {
  BASIS,
  EVEN,
  EVEN_ROWS,
  LANES,
  learnBases,
  ODD,
  ODD_ROWS,
  PATCH_PIXELS,
  PATCH_SIDE,
} from "../../../src/restore/fast/patch-bases.js";
import { grating } from "../../helpers/grating.js";
import { scene } from "../../helpers/scene.js";

const noPause = async (): Promise<void> => {};

describe("learnBases", () => {
  /** The vectors of one half, unfolded to unit length. */
  const half = (bases: Float64Array, start: number, length: number, rows: number): number[][] =>
    Array.from({ length: rows }, (_, k) =>
      Array.from({ length }, (_, i) => {
        const at = start + Math.floor(k / LANES) * LANES * length + LANES * i + (k % LANES);
        return bases[at]! * (i === PATCH_PIXELS - 1 - i ? 1 : Math.SQRT2);
      }),
    );
  const halves = (bases: Float64Array, c: number): [even: number[][], odd: number[][]] => [
    half(bases, c * BASIS, EVEN, EVEN_ROWS),
    half(bases, c * BASIS + EVEN_ROWS * EVEN, ODD, ODD_ROWS),
  ];
  const dot = (a: number[], b: number[]): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

  test("every class has an orthonormal basis of what is not constant, patches or none", async () => {
    const image = scene(80, 60);
    const map = await classMap(image, noPause);
    const bases = learnBases(image, map);
    for (let c = 0; c < map.count; c++) {
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
    const [even, odd] = halves(bases, map.classes[10 * map.width + 10]!);
    const corner = 20 * image.width + 20;
    const raw = Array.from(
      { length: PATCH_PIXELS },
      (_, i) => image.data[corner + Math.floor(i / PATCH_SIDE) * image.width + (i % PATCH_SIDE)]!,
    );
    const mean = raw.reduce((a, b) => a + b, 0) / PATCH_PIXELS;
    const pixel = (i: number): number => raw[i]! - mean;
    const sums = Array.from({ length: EVEN }, (_, i) =>
      i === PATCH_PIXELS - 1 - i ? pixel(i) : Math.SQRT1_2 * (pixel(i) + pixel(PATCH_PIXELS - 1 - i)),
    );
    const differences = Array.from(
      { length: ODD },
      (_, i) => Math.SQRT1_2 * (pixel(i) - pixel(PATCH_PIXELS - 1 - i)),
    );
    const energy = dot(sums, sums) + dot(differences, differences);
    const first = dot(even[0]!, sums) ** 2 + dot(odd[0]!, differences) ** 2;
    expect(first / energy).toBeGreaterThan(0.97);
  });
});
