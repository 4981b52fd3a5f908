import { kernel } from "@kernelgan/core";
import { rgb } from "d3-color";
import { describe, expect, it } from "vitest";
import { kernelColour, verdictColour } from "../src/colours.js";
import { heatMapPixels, heatMapSquares, kernelRange } from "../src/heat-map.js";

const rgba = (colour: string): number[] => {
  const { r, g, b } = rgb(colour);
  return [Math.round(r), Math.round(g), Math.round(b), 255];
};

describe("the range of a kernel's colours", () => {
  it("starts at 0, or at the lowest weight if that is negative", () => {
    expect(kernelRange(kernel(2, [0.1, 0.2, 0.3, 0.4]))).toEqual([0, 0.4]);
    expect(kernelRange(kernel(2, [-0.5, 0, 0.5, 1]))).toEqual([-0.5, 1]);
  });
});

describe("pixels of a heat map", () => {
  it("have the colours of the scale", () => {
    const values = [2, 2.5, 3, 4];
    const expected = [0, 0.25, 0.5, 1].flatMap((t) => rgba(kernelColour(t)));
    expect([...heatMapPixels(values, [2, 4], "kernel")]).toEqual(expected);
    expect([...heatMapPixels([0, 1], [0, 1], "verdict")]).toEqual(
      [0, 1].flatMap((t) => rgba(verdictColour(t))),
    );
  });

  it("are those of the ends outside the range, and where the range is empty", () => {
    const [lowest, highest] = [rgba(kernelColour(0)), rgba(kernelColour(1))];
    expect([...heatMapPixels([-9, 9], [0, 1], "kernel")]).toEqual([...lowest, ...highest]);
    expect([...heatMapPixels([0], [0, 0], "kernel")]).toEqual(lowest);
  });
});

describe("squares of a heat map", () => {
  it("stand in reading order", () => {
    const svg = heatMapSquares([0, 1, 2, 3], (value) => `c${value}`, { size: 2, left: 5, cell: 10 });
    expect(svg.match(/<rect[^>]*>/g)).toEqual([
      '<rect x="5" y="0" width="10" height="10" fill="c0"/>',
      '<rect x="15" y="0" width="10" height="10" fill="c1"/>',
      '<rect x="5" y="10" width="10" height="10" fill="c2"/>',
      '<rect x="15" y="10" width="10" height="10" fill="c3"/>',
    ]);
  });
});
