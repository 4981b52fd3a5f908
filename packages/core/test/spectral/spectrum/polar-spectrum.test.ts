import { describe, expect, test } from "vitest";
import { planarImage } from "../../../src/image/index.js";
import { random } from "../../../src/random.js";
import { CELLS } from "../../../src/spectral/spectrum/polar-cells.js";
import { polarSpectrum } from "../../../src/spectral/spectrum/polar-spectrum.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";
import { withNoise } from "../../helpers/scene.js";

function whiteNoiseImage(width: number, height: number, sigma: number) {
  const source = random(1);
  const image = planarImage(width, height, 1);
  for (let i = 0; i < image.data.length; i++) image.data[i] = 0.5 + sigma * source.normal();
  return image;
}

describe("polarSpectrum", () => {
  test.each([
    ["large", 320, 256, 64],
    ["small", 90, 80, 32],
  ])("of a %s image of white noise: log σ² in all cells, without bias", async (_, width, height, size) => {
    const spectrum = await polarSpectrum(whiteNoiseImage(width, height, 0.05), 1);
    expect(spectrum.size).toBe(size);
    expect(spectrum.logPower.length).toBe(CELLS);
    const mean = spectrum.logPower.reduce((a, b) => a + b, 0) / CELLS;
    expect(Math.abs(mean - Math.log(0.05 ** 2))).toBeLessThan(0.1);
  });

  test("measures the noise, which is at least that of rounding to 8 bits", async () => {
    const scene = deadLeaves(4, 300, 300);
    expect((await polarSpectrum(withNoise(scene, 0.02), 1)).noise).toBeCloseTo(0.02, 2);
    const rounding = 1 / 12 / 255 ** 2;
    expect((await polarSpectrum(scene, 1)).noisePower).toBeGreaterThanOrEqual(rounding);
    // The gray value of three channels is rounded more finely.
    expect((await polarSpectrum(scene, 3)).noisePower).toBeGreaterThanOrEqual(0.45 * rounding);
  });

  test("refuses images that are too small or flat", async () => {
    await expect(polarSpectrum(planarImage(31, 200, 1), 1)).rejects.toThrow(/at least 32×32/);
    await expect(polarSpectrum(planarImage(64, 64, 1), 1)).rejects.toThrow(/flat/);
  });
});
