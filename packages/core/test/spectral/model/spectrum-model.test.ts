import { describe, expect, test } from "vitest";
import { SpectrumModel } from "../../../src/spectral/model/spectrum-model.js";
import { GAUSSIAN } from "../../../src/spectral/shapes/gaussian.js";
import type { PowerTransfer } from "../../../src/spectral/shapes/shape.js";
import { CELLS, RADII } from "../../../src/spectral/spectrum/polar-cells.js";
import type { PolarSpectrum } from "../../../src/spectral/spectrum/polar-spectrum.js";

const gaussian = (variance: number): PowerTransfer => {
  const [parameters] = GAUSSIAN.starts({ yy: variance, yx: 0, xx: variance });
  if (!parameters) throw new Error("no start");
  return GAUSSIAN.transfer(parameters);
};

/** A spectrum of many blocks, without noise if it is not given. */
const measured = (spectrum: Pick<PolarSpectrum, "logPower"> & Partial<PolarSpectrum>): PolarSpectrum => ({
  size: 64,
  effectiveBlocks: 100,
  noisePower: 1e-12,
  noise: 0,
  ...spectrum,
});

/** What the model predicts, up to its level: minus the residual of a spectrum that is 1 everywhere. */
function predicted(transfer: PowerTransfer): Float64Array {
  const flat = measured({ logPower: new Float64Array(CELLS) });
  const residual = new Float64Array(CELLS);
  new SpectrumModel(flat).residual(transfer, residual);
  return residual.map((value) => -value);
}

describe("SpectrumModel", () => {
  test("the residual of its own prediction is 0, whatever the level", () => {
    const transfer = gaussian(0.6);
    const logPower = predicted(transfer).map((value) => value - 7);
    const residual = new Float64Array(CELLS);
    new SpectrumModel(measured({ logPower })).residual(transfer, residual);
    for (const value of residual) expect(Math.abs(value)).toBeLessThan(1e-5);
  });

  test("the residual of a narrower blur falls with the frequency", () => {
    const logPower = predicted(gaussian(0.6));
    const residual = new Float64Array(CELLS);
    new SpectrumModel(measured({ logPower })).residual(gaussian(0.3), residual);
    expect(residual[0]).toBeGreaterThan(0);
    expect(residual[RADII - 3]).toBeLessThan(-1);
    expect(residual[RADII - 3]).toBeLessThan(residual[RADII - 6]!);
  });

  test("at scale 1 bands of noise say what the last band of the scene said, less and less", () => {
    const noisePower = 1;
    // A wide blur, of which only the innermost bands are above the noise; the scene is stronger there than expected.
    const transfer: PowerTransfer = (y, x, power) => {
      for (let i = 0; i < power.length; i++) power[i] = Math.hypot(y[i]!, x[i]!) < 0.25 ? 1 : 0;
    };
    const logPower = Float64Array.from({ length: CELLS }, (_, cell) => (cell % RADII < RADII / 2 ? 12 : 0));
    const residual = new Float64Array(CELLS);
    new SpectrumModel(measured({ logPower, noisePower }), { ownGrid: true }).residual(transfer, residual);
    for (let band = RADII - 3; band < RADII; band++) {
      expect(residual[band]! / residual[band - 1]!).toBeCloseTo(0.7, 2);
    }
  });
});
