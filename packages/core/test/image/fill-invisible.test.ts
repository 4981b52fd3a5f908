import { describe, expect, it } from "vitest";
import { filledInvisible, fillInvisible } from "../../src/image/fill-invisible.js";
import { type PlanarImage, planarImage } from "../../src/image/index.js";

const [WIDTH, HEIGHT] = [64, 48];

/** Invisible where x > 30, and in a hole. */
const isVisible = (x: number, y: number): boolean => x <= 30 && Math.hypot(x - 12, y - 20) > 6;

/** One channel of a function of the place. */
function plane(value: (x: number, y: number) => number): PlanarImage {
  const data = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
    value(i % WIDTH, Math.floor(i / WIDTH)),
  );
  return planarImage(WIDTH, HEIGHT, 1, data);
}

const alpha = plane((x, y) => (isVisible(x, y) ? 1 : 0));

describe("fillInvisible", () => {
  it("does not care about the colours of invisible pixels", async () => {
    const [white, garbage] = [() => 1, (x: number, y: number) => ((x * 97 + y * 31) % 256) / 255].map(
      (hidden) => plane((x, y) => (isVisible(x, y) ? 0.4 : hidden(x, y))),
    ) as [PlanarImage, PlanarImage];
    await fillInvisible(white, alpha);
    await fillInvisible(garbage, alpha);
    expect(garbage).toEqual(white);
    for (const value of white.data) expect(value).toBeCloseTo(0.4, 6);
  });

  it("takes alpha below 0, which resizing leaves, for 0", async () => {
    const image = plane((x, y) => (isVisible(x, y) ? x / WIDTH : 1));
    const below = { ...alpha, data: alpha.data.map((a) => (a === 0 ? -0.1 : a)) };
    expect(await filledInvisible(image, below)).toEqual(await filledInvisible(image, alpha));
  });

  it("continues the visible colours without a step, and within their range", async () => {
    const ramp = plane((x, y) => (isVisible(x, y) ? (60 + 4 * x) / 255 : 0));
    const { data } = await filledInvisible(ramp, alpha);
    const levels = data.map((value) => 255 * value);
    expect(Math.min(...levels)).toBeGreaterThan(59.9);
    expect(Math.max(...levels)).toBeLessThan(180.1);
    // Steps of the ramp are 4.
    const steps = levels.map((value, i) => (i % WIDTH === 0 ? 0 : Math.abs(value - levels[i - 1]!)));
    expect(Math.max(...steps)).toBeLessThan(5.5);
    for (const [i, value] of ramp.data.entries()) if (alpha.data[i] === 1) expect(data[i]).toBe(value);
  });
});
