import { readFileSync } from "node:fs";
import { rgb } from "d3-color";
import { describe, expect, it } from "vitest";
import { verdictColour } from "../src/colours.js";

describe("the scale of D-maps in shared.css", () => {
  it("has the colours of the maps", () => {
    const css = readFileSync(new URL("../assets/shared.css", import.meta.url), "utf8");
    const [, gradient = ""] = /\.verdict-scale \{[^}]*linear-gradient\(([^)]*)\)/.exec(css) ?? [];
    const colours = gradient.match(/#\w{6}/g) ?? [];
    expect(colours.length).toBe(9);
    expect(colours).toEqual(colours.map((_, i) => rgb(verdictColour(i / (colours.length - 1))).formatHex()));
  });
});
