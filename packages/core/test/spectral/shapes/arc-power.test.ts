import { describe, expect, it } from "vitest";
import { arcPower, MAX_U, MAX_V } from "../../../src/spectral/shapes/arc-power.js";

/** The integral by the midpoint rule, with points enough. */
function exactPower(u: number, v: number): number {
  const points = 20_000;
  let [re, im] = [0, 0];
  for (let i = 0; i < points; i++) {
    const t = (2 * i + 1) / points - 1;
    const phase = u * t + v * (t * t - 1 / 3);
    re += Math.cos(phase);
    im += Math.sin(phase);
  }
  return (re * re + im * im) / points ** 2;
}

describe("arcPower", () => {
  it.each([
    [0, 0],
    [Math.PI, 0],
    [0, 7.3],
    [12.34, 5.67],
    [MAX_U - 1e-9, 0],
    [0.01, MAX_V - 1e-9],
    [MAX_U - 0.1, MAX_V - 0.1],
  ])("is the integral's square at u = %d, v = %d, and on the other sides of both axes", (u, v) => {
    const exact = exactPower(u, v);
    for (const [a, b] of [
      [u, v],
      [-u, v],
      [u, -v],
      [-u, -v],
    ] as const) {
      expect(Math.abs(arcPower(a, b) - exact)).toBeLessThan(1e-4);
    }
  });
});
