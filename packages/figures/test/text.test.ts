import { describe, expect, it } from "vitest";
import { shorten, svgText } from "../src/text.js";
import { texts } from "./helpers/texts.js";

describe("text", () => {
  const label = { x: 0, y: 0, size: 10, maxWidth: 100 };

  it("is shortened in the middle where its typical width is too much", () => {
    expect(texts(svgText("short name", label))).toEqual(["short name"]);
    const [long = ""] = texts(svgText("a long name of a photograph", label));
    expect(long).toMatch(/^a long.*….*graph$/);
    const [wide = ""] = texts(svgText("例".repeat(20), label));
    expect(wide).toContain("…");
    expect(wide.length).toBeLessThan(long.length);
  });

  it("keeps surrogate pairs together", () => {
    expect(shorten("🙂🙂🙂🙂", (s) => Array.from(s).length <= 3)).toBe("🙂…🙂");
  });

  it("has only characters that XML allows", () => {
    expect(texts(svgText("a\u0000\u001f\ud800\uffffb", label))).toEqual(["a����b"]);
  });
});
