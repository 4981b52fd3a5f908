import {
  type EstimateOptions,
  estimateKernel,
  type PlanarImage,
  planarImage,
  type Warning,
} from "@kernelgan/core";
import { beforeAll, describe, expect, it } from "vitest";
import { type Remark, remarks } from "../../src/page/remarks.js";
import { loadPage } from "../helpers/session.js";

type Page = Awaited<ReturnType<typeof loadPage>>;
let obstacleOf: Page["estimation"]["obstacleOf"];
let TaskError: typeof import("../../src/bridge/messages.js").TaskError;
beforeAll(async () => {
  ({ obstacleOf } = (await loadPage()).estimation);
  ({ TaskError } = await import("../../src/bridge/messages.js"));
});

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
  const { method = "auto", scale = 2, kernelSize = 13, fallback = true } = options;
  const sought = { method, scale, kernelSize, fallback };
  const { obstacle, warnings } = await estimateKernel(image, options).then(
    ({ warnings }) => ({ obstacle: undefined, warnings }),
    ({ code, message }) => ({
      obstacle: obstacleOf(new TaskError(code, message), image, sought),
      warnings: [],
    }),
  );
  return remarks({ obstacle, warnings });
}

/** The square of that side, of a picture, that is visible. */
function square(side: number, { width, height }: PlanarImage): PlanarImage {
  const alpha = planarImage(width, height, 1);
  alpha.data.forEach((_, i) => {
    alpha.data[i] = i % width < side && i < width * side ? 1 : 0;
  });
  return alpha;
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
      "it has 40 × 40 pixels; at least 54 × 54 are needed",
    ],
    ["flat, for a training", planarImage(80, 80, 1), { method: "kernelgan", iterations: 1 }, /fine detail/],
    ["without some frequencies", stripes(64), { method: "spectral" }, /fine detail/],
    [
      "too small where it is visible",
      texture(64),
      { alpha: square(20, texture(64)) },
      "too few of its pixels are visible; at least 32 × 32 are needed",
    ],
    ["nowhere visible", texture(64), { alpha: planarImage(64, 64, 1) }, /fine detail/],
  ] as const)("are in plain words of a picture that is %s", async (_, image, options, words) => {
    const found = await remarksOn(image, options);
    expect(found.map((one) => one.words)).toContainEqual(
      typeof words === "string" ? words : expect.stringMatching(words),
    );
    for (const one of found) expect(one.words).not.toMatch(JARGON);
  });

  it.each<[Warning["code"], string]>([
    ["too-few-iterations", "the training was too short for its result to be trusted"],
    ["small-for-training", "the picture is small for KernelGAN: its blur is found less exactly"],
    ["run-failed", "a training failed, and another took its place"],
  ])("keep the library's own words of %s as a detail", (code, words) => {
    const message = "the crops are smaller";
    expect(remarks({ warnings: [{ code, message }] })).toEqual([{ words, detail: message }]);
  });

  it("say what can be done where a training failed, and keep the library's words as a detail", () => {
    const reason = "no usable kernel after 4 runs";
    expect(remarks({ obstacle: { code: "training-failed", reason }, warnings: [] })).toEqual([
      { words: "another seed may find the blur, or “automatic”", detail: reason },
    ]);
    expect(remarks({ obstacle: { code: "asked" }, warnings: [] })).toEqual([]);
  });

  it("say each thing once", () => {
    const runs = [1, 2].map((seed) => `the run with seed ${seed} failed: it diverged; restarted with seed 9`);
    const grainy: Warning = { code: "grainy", message: "the picture is grainy" };
    const warnings = [
      ...runs.map((message): Warning => ({ code: "run-failed", message })),
      grainy,
      { ...grainy },
    ];
    expect(remarks({ warnings })).toEqual([
      { words: "a training failed, and another took its place", detail: runs.join("; ") },
      { words: "the picture is grainy" },
    ]);
  });

  it("leave out what the verdict says", () => {
    const codes = ["no-blur", "sharpened", "maybe-sharpened"] as const;
    expect(remarks({ warnings: codes.map((code) => ({ code, message: "said" })) })).toEqual([]);
  });
});

function stripes(side: number): PlanarImage {
  const image = planarImage(side, side, 1);
  image.data.forEach((_, i) => {
    image.data[i] = i % 2;
  });
  return image;
}
