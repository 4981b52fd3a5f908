import { kernel } from "@kernelgan/core";
import { countingKernel } from "@kernelgan/testing/kernels";
import { describe, expect, it } from "vitest";
import { kernelColour } from "../src/colours.js";
import { type FigureLabels, kernelFigure } from "../src/kernel-figure.js";
import { texts } from "./helpers/texts.js";

/** The colours of the squares in reading order. */
function squares(svg: string, size: number): string[] {
  const found = svg.matchAll(
    /<rect x="([\d.]+)" y="([\d.]+)" width="[\d.]+" height="[\d.]+" fill="(#\w+)"\/>/g,
  );
  return Array.from(found, ([, , , fill = ""]) => fill).slice(0, size * size);
}

describe("the picture of a kernel", () => {
  it("has a square for each weight, from the colour of 0 to that of the largest", () => {
    const k = kernel(2, [0, 0.25, 0.25, 0.5]);
    const colours = [0, 0.5, 0.5, 1].map(kernelColour);
    expect(squares(kernelFigure(k, { title: "k" }), 2)).toEqual(colours);
  });

  it("starts its scale at the lowest weight if that is negative", () => {
    const k = kernel(2, [-0.5, 0, 0.5, 1.5]);
    const colours = [0, 0.25, 0.5, 1].map(kernelColour);
    expect(squares(kernelFigure(k, { title: "k" }), 2)).toEqual(colours);
  });

  it.each<[unknown, RegExp]>([
    [null, /labels must be an object, got null/],
    [{}, /title must be a string, got undefined/],
    [{ title: "k", subtitle: "of a photo" }, /no "subtitle" in a figure.s labels; it takes title, scale$/],
    [{ title: "k", scale: 0 }, /scale must be a positive number, got 0/],
  ])("refuses the labels %j", (labels, message) => {
    const draw = (): string => kernelFigure(countingKernel(3), labels as FigureLabels);
    expect(draw).toThrow(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringMatching(message) }),
    );
  });

  it("states the title, the size, the sum, the aligned centre and the centre of mass", () => {
    const written = texts(kernelFigure(countingKernel(3), { title: 'a <&"> b', scale: 2 }));
    expect(written).toContain('a <&"> b');
    expect(written).toContain("×2 blur kernel  ·  3 × 3 high-resolution pixels  ·  sum 1.000");
    expect(written).toContain("aligned centre (1.5, 1.5)");
    expect(written).toContain("centre of mass (row 1.40, column 1.13)");
  });

  it("has no aligned centre without a scale, and no centre of mass without mass", () => {
    const written = texts(kernelFigure(kernel(3), { title: "k" })).join("\n");
    expect(written).not.toMatch(/centre/);
  });

  it("draws its text with the renderer given", () => {
    const written: string[] = [];
    const svg = kernelFigure(countingKernel(3), { title: "drawn" }, (text) => {
      written.push(text);
      return "";
    });
    expect(written).toContain("drawn");
    expect(svg).not.toContain("<text");
  });
});
