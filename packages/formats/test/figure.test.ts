import { kernel } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import { kernelColour } from "../src/colour-map.js";
import { kernelFigure } from "../src/figure.js";
import { shorten, svgText } from "../src/text.js";
import { countingKernel } from "./helpers/kernels.js";

/** What the <text> elements say, unescaped. */
function texts(svg: string): string[] {
  const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
  return Array.from(svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g), ([, text]) =>
    text.replace(/&\w+;/g, (entity) => entities[entity]),
  );
}

/** The colours of the squares in reading order. */
function squares(svg: string, size: number): string[] {
  const found = svg.matchAll(
    /<rect x="([\d.]+)" y="([\d.]+)" width="[\d.]+" height="[\d.]+" fill="(#\w+)"\/>/g,
  );
  return Array.from(found, ([, , , fill]) => fill).slice(0, size * size);
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

  it("says the title, the size, the sum, the aligned centre and the centre of mass", () => {
    const said = texts(kernelFigure(countingKernel(3), { title: 'a <&"> b', scale: 2 }));
    expect(said).toContain('a <&"> b');
    expect(said).toContain("×2 blur kernel  ·  3 × 3 high-resolution pixels  ·  sum 1.000");
    expect(said).toContain("aligned centre (1.5, 1.5)");
    expect(said).toContain("centre of mass (row 1.40, column 1.13)");
  });

  it("has no aligned centre without a scale, and no centre of mass without mass", () => {
    const said = texts(kernelFigure(kernel(3), { title: "k" })).join("\n");
    expect(said).not.toMatch(/centre/);
  });

  it("draws its text as it is told", () => {
    const said: string[] = [];
    const svg = kernelFigure(countingKernel(3), { title: "told" }, (text) => {
      said.push(text);
      return "";
    });
    expect(said).toContain("told");
    expect(svg).not.toContain("<text");
  });
});

describe("text", () => {
  const label = { x: 0, y: 0, size: 10, maxWidth: 100 };

  it("is shortened in the middle where its usual width is too much", () => {
    expect(texts(svgText("short name", label))).toEqual(["short name"]);
    const [long] = texts(svgText("a long name of a photograph", label));
    expect(long).toMatch(/^a long.*….*graph$/);
    const [wide] = texts(svgText("例".repeat(20), label));
    expect(wide.length).toBeLessThan(long.length);
  });

  it("keeps surrogate pairs together", () => {
    expect(shorten("🙂🙂🙂🙂", (s) => Array.from(s).length <= 3)).toBe("🙂…🙂");
  });

  it("has only characters that XML allows", () => {
    expect(texts(svgText("a\u0000\u001f\ud800\uffffb", label))).toEqual(["a����b"]);
  });
});
