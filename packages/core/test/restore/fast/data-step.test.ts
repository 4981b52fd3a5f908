import { describe, expect, test } from "vitest";
import { cropMiddle, imresize, type PlanarImage } from "../../../src/image/index.js";
import { downscale, type Kernel, kernel } from "../../../src/kernel/index.js";
import { DataStep } from "../../../src/restore/fast/data-step.js";
import { gaussian } from "../../helpers/kernels.js";
import { largestDifference, noise, noiseImage } from "../../helpers/noise.js";

const noPause = async (): Promise<void> => {};
const copy = (image: PlanarImage): PlanarImage => ({ ...image, data: image.data.slice() });

/** All of an image but this many pixels on each side. */
const inside = (width: number, height: number, margin: number) => ({
  x: margin,
  y: margin,
  width: width - 2 * margin,
  height: height - 2 * margin,
});

/** Until nothing is left. */
const exact = { residualLeft: 1e-5, maxIterations: 100 };

/** A kernel without any symmetry. */
function asymmetric(size: number): Kernel {
  const weights = noise(size, size * size).map(
    (v, i) => v * Math.exp(-0.3 * Math.abs((i % size) - size / 3)),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  return kernel(
    size,
    weights.map((v) => v / sum),
  );
}

describe("DataStep", () => {
  test.each([
    [2, 5],
    [2, 6],
    [3, 7],
    [4, 8],
  ])(
    "×%i, an asymmetric kernel of side %i: no change of a pixel lowers the objective, in the middle or at a border",
    async (scale, size) => {
      const k = asymmetric(size);
      const [width, height, margin] = [30, 24, 4];
      const known = inside(width, height, margin);
      const y = noiseImage(1, [1, height, width]);
      const z = noiseImage(2, [1, scale * height, scale * width]);
      const lambda = 0.05;
      const x = copy(z);
      // A step ends where little is left to explain; the next ones go on from there, and z with them.
      await new DataStep(k, scale, { width, height }, known, { overlap: 16, constants: exact }).apply(
        x,
        y,
        lambda,
        noPause,
      );
      const objective = (image: PlanarImage): number => {
        const low = downscale(image, k, scale);
        const residual = cropMiddle(
          { ...low, data: low.data.map((v, i) => v - y.data[i]!) },
          known.width,
          known.height,
        );
        return (
          residual.data.reduce((sum, v) => sum + v ** 2, 0) +
          lambda * image.data.reduce((sum, v, i) => sum + (v - z.data[i]!) ** 2, 0)
        );
      };
      for (const [down, across] of [
        [12, 15],
        [margin, 15],
        [margin - 1, margin - 1],
      ] as const) {
        const first = scale * down * x.width + scale * across;
        for (const offset of [0, 1, x.width, x.width + 1]) {
          const slope = (at: PlanarImage): number => {
            const moved = (by: number): PlanarImage => {
              const result = copy(at);
              result.data[first + offset]! += by;
              return result;
            };
            return (objective(moved(0.25)) - objective(moved(-0.25))) / 0.5;
          };
          // Relative to the slope at z, the starting point.
          expect(Math.abs(slope(x))).toBeLessThan(1e-3 * (1 + Math.abs(slope(z))));
        }
      }
    },
  );

  test("a small λ: the image explains what is known after a few steps, up to its borders", async () => {
    const k = gaussian(7, { y: 3.5, x: 3.5 }, { yy: 0.8, yx: 0.2, xx: 0.6 });
    const y = imresize(noiseImage(5, [2, 8, 12]), { width: 40, height: 26 });
    const z = imresize(y, { scale: 2 });
    const known = inside(40, 26, 2);
    const step = new DataStep(k, 2, y, known, { overlap: 16 });
    for (let i = 0; i < 8; i++) await step.apply(z, y, 1e-5, noPause);
    const explained = (image: PlanarImage) => cropMiddle(image, known.width, known.height).data;
    expect(largestDifference(explained(downscale(z, k, 2)), explained(y))).toBeLessThan(0.2 / 255);
  });

  test("what is not known of y changes nothing", async () => {
    const k = asymmetric(5);
    const known = inside(20, 18, 3);
    const y = noiseImage(1, [1, 18, 20]);
    const other = noiseImage(9, [1, 18, 20]);
    for (let i = known.y; i < known.y + known.height; i++) {
      const from = i * 20 + known.x;
      other.data.set(y.data.subarray(from, from + known.width), from);
    }
    const [a, b] = [noiseImage(2, [1, 36, 40]), noiseImage(2, [1, 36, 40])];
    await new DataStep(k, 2, y, known, { overlap: 8 }).apply(a, y, 0.1, noPause);
    await new DataStep(k, 2, y, known, { overlap: 8 }).apply(b, other, 0.1, noPause);
    expect(a.data).toEqual(b.data);
  });

  test("a large λ leaves the image as it is", async () => {
    const z = noiseImage(2, [1, 20, 20]);
    const before = z.data.slice();
    const y = noiseImage(1, [1, 10, 10]);
    await new DataStep(asymmetric(5), 2, y, inside(10, 10, 1), { overlap: 8 }).apply(z, y, 1e6, noPause);
    expect(largestDifference(z.data, before)).toBeLessThan(1e-4);
  });

  test("an even and an odd number of planes and tiles: each is as if it were alone", async () => {
    const k = gaussian(5, { y: 2.5, x: 2.5 }, { yy: 1, yx: 0, xx: 1 });
    const known = inside(30, 40, 2);
    const y = noiseImage(3, [3, 40, 30]);
    const z = noiseImage(4, [3, 80, 60]);
    const whole = copy(z);
    await new DataStep(k, 2, y, known, { overlap: 20, constants: exact }).apply(whole, y, 0.1, noPause);
    const tiled = copy(z);
    await new DataStep(k, 2, y, known, { tileSize: 14, overlap: 20, constants: exact }).apply(
      tiled,
      y,
      0.1,
      noPause,
    );
    expect(largestDifference(tiled.data, whole.data)).toBeLessThan(1e-4);
    const plane = ({ width, height, data }: PlanarImage, c: number): PlanarImage => ({
      width,
      height,
      channels: 1,
      data: data.slice(c * width * height, (c + 1) * width * height),
    });
    const alone = plane(z, 2);
    const step = new DataStep(k, 2, y, known, { overlap: 20, constants: exact });
    await step.apply(alone, plane(y, 2), 0.1, noPause);
    expect(largestDifference(alone.data, plane(whole, 2).data)).toBeLessThan(1e-5);
  });
});
