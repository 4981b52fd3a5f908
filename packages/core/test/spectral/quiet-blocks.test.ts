import { describe, expect, test } from "vitest";
import { planarImage } from "../../src/image/index.js";
import { random } from "../../src/random.js";
import { quietestDeviation } from "../../src/spectral/quiet-blocks.js";

describe("quietestDeviation", () => {
  test("a slope is quiet, grain is not, nor where it is beside something quiet", () => {
    const image = planarImage(160, 160, 1);
    for (let i = 0; i < image.data.length; i++) image.data[i] = 0.2 + (0.5 * (i % 160)) / 160;
    expect(quietestDeviation(image)).toBeLessThan(0.01);
    const numbers = random(2);
    const grainy = { ...image, data: image.data.map((value) => value + (5 / 255) * numbers.normal()) };
    expect(quietestDeviation(grainy)).toBeGreaterThan(4);
    expect(quietestDeviation(grainy)).toBeLessThan(5);
    const partly = { ...image, data: grainy.data.map((value, i) => (i < 40 * 160 ? image.data[i]! : value)) };
    expect(quietestDeviation(partly)).toBeLessThan(0.01);
  });

  test("an image without a block has none", () => {
    expect(quietestDeviation(planarImage(7, 7, 1))).toBe(0);
  });
});
