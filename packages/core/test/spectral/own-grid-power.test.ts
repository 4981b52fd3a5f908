import { describe, expect, it } from "vitest";
import { planarImage } from "../../src/image/index.js";
import { random } from "../../src/random.js";
import { unblurredPower } from "../../src/spectral/own-grid.js";
import { OwnGridPower } from "../../src/spectral/own-grid-power.js";
import { powerSpectrum } from "../../src/spectral/power-spectrum.js";

const SIZE = 64;
/** A motion of 8 pixels along x: |K|² has zeros at multiples of 1/8. */
const LENGTH = 8;
const transfer = (_: number, x: number): number =>
  x === 0 ? 1 : (Math.sin(LENGTH * Math.PI * x) / (LENGTH * Math.sin(Math.PI * x))) ** 2;

/** White noise under that motion. */
function movedNoise(side: number) {
  const numbers = random(3);
  const noise = Float32Array.from({ length: side * side }, () => numbers.normal());
  const image = planarImage(side, side, 1);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      let sum = 0;
      for (let j = 0; j < LENGTH; j++) sum += noise[y * side + ((x + j) % side)]!;
      image.data[y * side + x] = sum / LENGTH;
    }
  }
  return image;
}

describe("OwnGridPower", () => {
  it("is what blocks of an image have, at a blur's zeros as well", async () => {
    const columns = [2, 4, 8, 12, 16, 24];
    const x = Float64Array.from(columns, (column) => column / SIZE);
    const zero = new Float64Array(columns.length);
    const points = {
      count: columns.length,
      y: zero,
      x,
      scene: zero.map(() => 1),
      owner: Int32Array.from(columns.keys()),
    };
    const power = new Float64Array(columns.length);
    new OwnGridPower(SIZE, points).evaluate(transfer, power);
    const modelled = power.map((value, i) => value / unblurredPower(0, x[i]!));
    const { power: measured } = await powerSpectrum(movedNoise(1024), SIZE);
    for (const [i, column] of columns.entries()) {
      const ratio = measured[column]! / measured[2]! / (modelled[i]! / modelled[0]!);
      expect(Math.abs(ratio - 1), `column ${column}`).toBeLessThan(0.2);
    }
    // Nothing of the kernel's own power is there.
    expect(transfer(0, x[2]!)).toBeLessThan(1e-30);
    expect(modelled[2]!).toBeGreaterThan(1e-3);
  });

  it("adds up the repetitions of the scene, as the bicubic filter leaves them", () => {
    const points = {
      count: 1,
      y: Float64Array.of(0.25, 0.25),
      x: Float64Array.of(0.375, -0.625),
      scene: Float64Array.of(2, 0.5),
      owner: Int32Array.of(0, 0),
    };
    const power = new Float64Array(1);
    new OwnGridPower(SIZE, points).evaluate(() => 0.5, power);
    const sum = 2 * unblurredPower(0.25, 0.375) + 0.5 * unblurredPower(0.25, -0.625);
    expect(power[0]).toBeCloseTo(0.5 * sum, 12);
  });

  it("asks for frequencies within half a cycle per pixel, and takes the blur for periodic", () => {
    const points = {
      count: 1,
      y: Float64Array.of(0),
      x: Float64Array.of(0.5),
      scene: Float64Array.of(1),
      owner: Int32Array.of(0),
    };
    const asked: [number, number][] = [];
    new OwnGridPower(SIZE, points).evaluate((y, x) => {
      asked.push([y, x]);
      return 1;
    }, new Float64Array(1));
    expect(asked.every(([y, x]) => Math.abs(y) <= 0.5 && Math.abs(x) <= 0.5)).toBe(true);
    // The frequencies above and below are the same ones, mirrored.
    expect(asked.length).toBeLessThan(9);
  });
});
