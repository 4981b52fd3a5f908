import { describe, expect, test } from "vitest";
import type { Rectangle } from "../../../src/image/index.js";
import { type Kernel, kernel } from "../../../src/kernel/index.js";
import { Fft2d } from "../../../src/math/fft.js";
import { placePhase } from "../../../src/restore/fast/data-step.js";
import { PlainLineSums } from "../../../src/restore/fast/line-sums.js";
import { PlainPlanes } from "../../../src/restore/fast/planes.js";
import { SimdLineSums } from "../../../src/restore/fast/simd/line-sums.js";
import { SimdPlanes } from "../../../src/restore/fast/simd/planes.js";
import { UnknownPart } from "../../../src/restore/fast/unknown-part.js";
import { largestDifference, noise } from "../../helpers/noise.js";
import { newSimd } from "../../helpers/simd.js";

/** A kernel without any symmetry, some of whose weights are 0. */
function asymmetric(size: number): Kernel {
  return kernel(
    size,
    noise(size, size * size).map((v, i) => (i % 5 === 0 ? 0 : v / size)),
  );
}

/** A Aᵀ u by Fourier's transform. */
function product(k: Kernel, scale: number, width: number, height: number, u: Float32Array): Float32Array {
  const samples = width * height;
  const fft = new Fft2d(width, height);
  const energy = new Float64Array(samples);
  for (let p = 0; p < scale ** 2; p++) {
    const [re, im] = [new Float32Array(samples), new Float32Array(samples)];
    placePhase(k, scale, p, width, height, re);
    fft.forward(re, im);
    for (let i = 0; i < samples; i++) energy[i]! += re[i]! ** 2 + im[i]! ** 2;
  }
  const [re, im] = [u.slice(), new Float32Array(samples)];
  fft.forward(re, im);
  for (let i = 0; i < samples; i++) {
    re[i]! *= energy[i]! / samples;
    im[i]! *= energy[i]! / samples;
  }
  fft.unscaledInverse(re, im);
  return re;
}

const isIn = ({ x, y, width, height }: Rectangle, column: number, row: number): boolean =>
  column >= x && column < x + width && row >= y && row < y + height;

describe.each(["plain", "vectors"])("UnknownPart, %s", (engine) => {
  test.each([
    ["the upper left corner", 2, 7, 36, 20, { x: 5, y: 3, width: 31, height: 17 }],
    ["the lower right corner", 1, 5, 20, 36, { x: 0, y: 0, width: 18, height: 27 }],
    ["all sides", 3, 8, 20, 20, { x: 4, y: 2, width: 12, height: 14 }],
    ["one side, at scale 4", 4, 9, 16, 12, { x: 0, y: 2, width: 16, height: 10 }],
    ["less than the kernel", 1, 13, 16, 12, { x: 3, y: 4, width: 6, height: 5 }],
    ["more than the frame", 1, 21, 12, 8, { x: 1, y: 1, width: 10, height: 6 }],
  ] as const)("unknown is %s", async (_, scale, size, width, height, area) => {
    const k = asymmetric(size);
    const plane = Float32Array.from(noise(3, width * height));
    const u = plane.map((v, i) => (isIn(area, i % width, Math.floor(i / width)) ? 0 : v));
    const expected = product(k, scale, width, height, u);
    const simd = await newSimd();
    const unknown = new UnknownPart(k, scale, { width, height }, (...sizes) =>
      engine === "plain" ? new PlainLineSums(...sizes) : new SimdLineSums(simd, ...sizes),
    );
    const before = Float32Array.from(noise(4, width * height));
    const result = before.slice();
    unknown.subtract(result, plane, area);
    for (let i = 0; i < result.length; i++) {
      if (!isIn(area, i % width, Math.floor(i / width))) expected[i] = 0;
    }
    const subtracted = before.map((v, i) => v - result[i]!);
    const largest = Math.max(...expected.map(Math.abs));
    expect(largestDifference(subtracted, expected)).toBeLessThan(1e-5 * largest);
  });
});

describe("planes of the engine", () => {
  test.each([4, 8, 100])("of %i samples: as in plain TypeScript", async (length) => {
    const [a, b] = [Float32Array.from(noise(1, length)), Float32Array.from(noise(2, length))];
    const plain = new PlainPlanes(length);
    const simd = new SimdPlanes(await newSimd(), length);
    const planes = [simd.plane(), simd.plane()] as const;
    simd.samples(planes[0]).set(a);
    simd.samples(planes[1]).set(b);
    expect(simd.product(...planes)).toBeCloseTo(plain.product(a, b), 5);
    simd.scaleAndAdd(planes[0], 0.3, planes[1]);
    plain.scaleAndAdd(a, 0.3, b);
    simd.addScaled(planes[0], -0.7, planes[1]);
    plain.addScaled(a, -0.7, b);
    expect(largestDifference(simd.samples(planes[0]), a)).toBeLessThan(1e-6);
  });
});
