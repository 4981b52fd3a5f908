import { type EstimateOptions, estimateKernel, type PlanarImage, planarImage } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import { type Remark, remarks } from "../../src/page/remarks.js";

/** Noise: texture without a blur. */
function texture(side: number): PlanarImage {
  const image = planarImage(side, side, 1);
  image.data.forEach((_, i) => {
    image.data[i] = 0.5 + 0.3 * Math.sin(12.9898 * i ** 1.3);
  });
  return image;
}

/** What is said of an estimate, whether it fails or not. */
async function remarksOn(image: PlanarImage, options: EstimateOptions): Promise<Remark[]> {
  const estimate = await estimateKernel(image, options).catch(({ code, message }) => ({
    obstacle: { code, reason: message },
    warnings: [],
  }));
  return remarks({ obstacle: undefined, ...estimate });
}

/** Words of the methods. */
const JARGON = /kernel|crop|shave|iteration|spectr|sigma|deviation|frequenc|bicubic|fallback/i;

describe("remarks", () => {
  it.each([
    ["too small", texture(20), {}, "it has 20 × 20 pixels; at least 32 × 32 are needed"],
    ["flat", planarImage(64, 64, 1), {}, "a blur shows in fine detail, of which there is none"],
    ["small", texture(48), {}, "the picture is small (48×48): its blur is found less exactly"],
    [
      "too small for a training",
      texture(40),
      { method: "kernelgan", kernelSize: 31 },
      /^it has 40 × 40 pixels; at least/,
    ],
    ["flat, for a training", planarImage(80, 80, 1), { method: "kernelgan", iterations: 1 }, /fine detail/],
    ["without some frequencies", stripes(64), { method: "spectral" }, /fine detail/],
  ] as const)("are in plain words of a picture that is %s", async (_, image, options, words) => {
    const found = await remarksOn(image, options);
    expect(found.map((one) => one.words)).toContainEqual(
      typeof words === "string" ? words : expect.stringMatching(words),
    );
    for (const one of found) expect(one.words).not.toMatch(JARGON);
  });

  it("keep a training's own words as a detail, and say each thing once", () => {
    const runs = [1, 2].map((seed) => `the run with seed ${seed} failed: it diverged; restarted with seed 9`);
    expect(remarks({ warnings: [...runs, "the picture is grainy"] })).toEqual([
      { words: "a training failed, and another took its place", detail: runs.join("; ") },
      { words: "the picture is grainy" },
    ]);
  });

  it("leave out what the verdict says", () => {
    const warnings = [
      "no blur that can be undone: enlarged in the usual way, with the bicubic kernel",
      "the image may have been sharpened: its halos are taken back a little",
    ];
    expect(remarks({ warnings })).toEqual([]);
  });
});

function stripes(side: number): PlanarImage {
  const image = planarImage(side, side, 1);
  image.data.forEach((_, i) => {
    image.data[i] = i % 2;
  });
  return image;
}
