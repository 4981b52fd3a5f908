import { describe, expect, test } from "vitest";
import { planarImage } from "../../../src/image/index.js";
import { random } from "../../../src/random.js";
import { powerSpectrum } from "../../../src/spectral/spectrum/power-spectrum.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";

describe("powerSpectrum", () => {
  test("white noise of variance σ² has the power σ² everywhere", async () => {
    const source = random(1);
    const image = planarImage(256, 200, 1);
    for (let i = 0; i < image.data.length; i++) image.data[i] = 0.5 + 0.05 * source.normal();
    const { power, size } = await powerSpectrum(image, 32);
    let sum = 0;
    let count = 0;
    for (let row = 2; row < size - 1; row++) {
      for (let column = 2; column < size - 1; column++, count++) sum += power[row * size + column]!;
    }
    expect(sum / count / 0.05 ** 2).toBeCloseTo(1, 1);
  });

  test("the power of a wave is at its frequency and at the opposite one", async () => {
    const image = planarImage(64, 48, 1);
    for (let i = 0; i < image.data.length; i++) {
      const [y, x] = [Math.floor(i / 64), i % 64];
      image.data[i] = 0.5 + 0.1 * Math.sin((2 * Math.PI * (5 * y + 9 * x)) / 32);
    }
    const { power } = await powerSpectrum(image, 32);
    const strongest = power.reduce((best, value, i) => (value > power[best]! ? i : best), 0);
    expect([5 * 32 + 9, 27 * 32 + 23]).toContain(strongest);
    expect(power[5 * 32 + 9]!).toBeCloseTo(power[27 * 32 + 23]!, 10);
  });

  test("blocks out of focus are ignored where others are sharp", async () => {
    const [sharp, soft] = [deadLeaves(2, 256, 256), planarImage(256, 256, 1)];
    const reach = 3;
    for (let y = 0; y < 256; y++) {
      for (let x = 0; x < 256; x++) {
        let sum = 0;
        for (let u = -reach; u <= reach; u++) sum += sharp.data[y * 256 + Math.min(255, Math.max(0, x + u))]!;
        soft.data[y * 256 + x] = y < 160 ? sharp.data[y * 256 + x]! : sum / (2 * reach + 1);
      }
    }
    const fineShare = async (image: typeof soft): Promise<number> => {
      const { power } = await powerSpectrum(image, 64, { sharpest: 0.6 });
      return power[22]! / power[6]!;
    };
    expect(await fineShare(soft)).toBeGreaterThan(0.7 * (await fineShare(sharp)));
  });
});
