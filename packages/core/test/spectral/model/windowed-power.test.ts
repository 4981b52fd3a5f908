import { describe, expect, it } from "vitest";
import { planarImage } from "../../../src/image/index.js";
import { random } from "../../../src/random.js";
import { WindowedPower } from "../../../src/spectral/model/windowed-power.js";
import { pointwise } from "../../../src/spectral/shapes/shape.js";
import { powerSpectrum } from "../../../src/spectral/spectrum/power-spectrum.js";
import { powerAt } from "../../helpers/power-at.js";

const SIZE = 64;
/** A motion of 8 pixels along x: |K|² has zeros at multiples of 1/8. */
const LENGTH = 8;
const transfer = pointwise((_, x) =>
  x === 0 ? 1 : (Math.sin(LENGTH * Math.PI * x) / (LENGTH * Math.sin(Math.PI * x))) ** 2,
);

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

/** A frequency with repetitions: where, and the scene's power there. */
const frequency = (...points: readonly (readonly [y: number, x: number, scene: number])[]) => ({
  count: 1,
  y: Float64Array.from(points, ([y]) => y),
  x: Float64Array.from(points, ([, x]) => x),
  scene: Float64Array.from(points, ([, , scene]) => scene),
  owner: Int32Array.from(points, () => 0),
});

describe("WindowedPower", () => {
  it("is what blocks of an image have, at a blur's zeros as well", async () => {
    const columns = [2, 4, 8, 12, 16, 24];
    const zero = new Float64Array(columns.length);
    const points = {
      count: columns.length,
      y: zero,
      x: Float64Array.from(columns, (column) => column / SIZE),
      scene: zero.map(() => 1),
      owner: Int32Array.from(columns.keys()),
    };
    const modelled = new Float64Array(columns.length);
    new WindowedPower(SIZE, points, 1).evaluate(transfer, modelled);
    const { power: measured } = await powerSpectrum(movedNoise(1024), SIZE);
    for (const [i, column] of columns.entries()) {
      const ratio = measured[column]! / measured[2]! / (modelled[i]! / modelled[0]!);
      expect(Math.abs(ratio - 1), `column ${column}`).toBeLessThan(0.2);
    }
    // Nothing of the kernel's own power is there.
    expect(powerAt(transfer, 0, 8 / SIZE)).toBeLessThan(1e-30);
    expect(modelled[2]!).toBeGreaterThan(1e-3);
  });

  it("adds up the repetitions of the spectrum, each blurred as at its own place", () => {
    const power = new Float64Array(1);
    const points = frequency([0.25, 0.375, 2], [0.25, -0.625, 0.5]);
    new WindowedPower(SIZE, points).evaluate(
      pointwise((_, x) => (Math.abs(x) > 0.5 ? 0.1 : 0.6)),
      power,
    );
    expect(power[0]).toBeCloseTo(2 * 0.6 + 0.5 * 0.1, 12);
  });

  it("takes a blur with a period for periodic, and asks for it within half of that", () => {
    const asked: [number, number][] = [];
    new WindowedPower(SIZE, frequency([0, 0.5, 1]), 1).evaluate(
      pointwise((y, x) => {
        asked.push([y, x]);
        return 1;
      }),
      new Float64Array(1),
    );
    expect(asked.every(([y, x]) => Math.abs(y) <= 0.5 && Math.abs(x) <= 0.5)).toBe(true);
    // The frequencies above and below are the same ones, mirrored.
    expect(asked.length).toBeLessThan(9);
  });
});
