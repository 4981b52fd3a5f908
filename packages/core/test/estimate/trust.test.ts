import { beforeAll, describe, expect, test } from "vitest";
import type { Scale } from "../../src/estimate/index.js";
import { isLikely, trust } from "../../src/estimate/trust.js";
import { bicubicKernel, downscale, type Kernel, reframe } from "../../src/kernel/index.js";
import { confidenceOf } from "../../src/spectral/evidence/confidence.js";
import { BlurEvidence } from "../../src/spectral/index.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { inFocus, withGrain } from "../helpers/grain.js";
import { gaussianFor } from "../helpers/kernels.js";
import { lanczosKernel } from "../helpers/lanczos.js";
import { rounded } from "../helpers/rounded.js";
import { withNoise } from "../helpers/scene.js";

const scene = deadLeaves(3, 400, 320);
const truth = (scale: Scale): Kernel => gaussianFor(scale, (3 * scale ** 2) / 4, 0, (3 * scale ** 2) / 4);
let blurred: BlurEvidence;
let shrunk: BlurEvidence;
beforeAll(async () => {
  blurred = await BlurEvidence.measure(downscale(scene, truth(2), 2));
  shrunk = await BlurEvidence.measure(downscale(scene, bicubicKernel(2), 2));
});

test("at scale 1 a narrow kernel, as of an interpolation, has to be surer", () => {
  const [narrow, wide] = [gaussianFor(1, 0.3, 0, 0.3), gaussianFor(1, 0.6, 0, 0.6)];
  expect([isLikely(narrow, 1, 0.7), isLikely(wide, 1, 0.7)]).toEqual([false, true]);
  expect([isLikely(narrow, 1, 0.8), isLikely(wide, 1, 0.6)]).toEqual([true, false]);
});

describe("trust", () => {
  test("a kernel that agrees with the image stays as it was found, at all scales", async () => {
    const trusted = await trust(blurred, { kernelOf: truth }, { scale: 4, fallback: true });
    expect(trusted.fellBack).toBe(false);
    expect(trusted.warnings).toEqual([]);
    expect(Object.keys(trusted.kernels)).toEqual(["2", "4"]);
    expect(trusted.kernel).toEqual(truth(4));
    expect(trusted.kernels[2]).toEqual(truth(2));
  });

  test("a wide kernel for an image that was only shrunk: the bicubic one instead, and words for it", async () => {
    const trusted = await trust(shrunk, { kernelOf: truth }, { scale: 2, fallback: true });
    expect(trusted.fellBack).toBe(true);
    expect(trusted.kernel).toEqual(reframe(bicubicKernel(2), 13));
    expect(trusted.warnings).toEqual([
      {
        code: "no-blur",
        message: "no blur that can be undone: the kernel is the bicubic one, of a usual enlargement",
      },
    ]);
  });

  test("kernels that follow from that of another scale are judged as that is", async () => {
    const kernelOf = (s: Scale): Kernel => (s === 4 ? bicubicKernel(4) : truth(s));
    const followed = await trust(blurred, { kernelOf, judgedScale: 2 }, { scale: 4, fallback: true });
    expect(followed.confidence).toBe(
      (await trust(blurred, { kernelOf: truth }, { scale: 2, fallback: true })).confidence,
    );
    expect(followed.kernel).toEqual(bicubicKernel(4));
    expect((await trust(blurred, { kernelOf }, { scale: 4, fallback: true })).fellBack).toBe(true);
  });

  test("without fallback the kernel stays, with the same confidence", async () => {
    const bold = await trust(shrunk, { kernelOf: truth }, { scale: 2, fallback: false });
    expect(bold.fellBack).toBe(false);
    expect(bold.kernel).toEqual(truth(2));
    expect(bold.warnings).toEqual([]);
    expect(bold.confidence).toBe(
      (await trust(shrunk, { kernelOf: truth }, { scale: 2, fallback: true })).confidence,
    );
  });

  test("of a sharpened image, a kernel that takes that back", async () => {
    const small = downscale(scene, bicubicKernel(2), 2);
    const soft = downscale(small, gaussianFor(1, 1.4, 0, 1.4), 1);
    const sharpened = {
      ...small,
      data: small.data.map((v, i) => Math.min(1, Math.max(0, v + 1.5 * (v - soft.data[i]!)))),
    };
    const { kernel, warnings } = await trust(
      await BlurEvidence.measure(sharpened),
      { kernelOf: truth },
      { scale: 2, fallback: true },
    );
    expect(warnings).toMatchObject([{ code: "sharpened" }]);
    expect(Math.max(...kernel.data)).toBeGreaterThan(1.2 * Math.max(...bicubicKernel(2).data));
  });

  test("of one that may have been sharpened, a kernel that takes a little back, and words for it", async () => {
    const bright = deadLeaves(6, 512, 400);
    const contrasty = { ...bright, data: bright.data.map((value) => 0.5 + 1.4 * (value - 0.5)) };
    const small = rounded(downscale(rounded(contrasty), lanczosKernel(2), 2));
    const { kernel, warnings } = await trust(
      await BlurEvidence.measure(small),
      { kernelOf: truth },
      { scale: 2, fallback: true },
    );
    expect(warnings).toEqual([
      {
        code: "maybe-sharpened",
        message: "the image may have been sharpened: its halos are reduced a little",
      },
    ]);
    const peak = Math.max(...kernel.data) / Math.max(...bicubicKernel(2).data);
    expect(peak).toBeGreaterThan(1);
    expect(peak).toBeLessThan(1.1);
  });

  test("grain that looks like a blur is none", async () => {
    const small = downscale(inFocus(deadLeaves(3, 512, 400)), gaussianFor(2, 6, 0, 6), 2);
    const likeGrain = (s: Scale): Kernel => gaussianFor(s, (0.9 * s) ** 2, 0, (0.9 * s) ** 2);
    const evidence = await BlurEvidence.measure(withGrain(small, 9, 0.9));
    // The spectrum alone would have trusted it.
    expect(confidenceOf(evidence.of(likeGrain(2), 2))).toBeGreaterThan(0.7);
    const trusted = await trust(evidence, { kernelOf: likeGrain }, { scale: 2, fallback: true });
    expect(trusted).toMatchObject({ confidence: 0, fellBack: true });
    expect(trusted.warnings.map(({ code }) => code)).toEqual(["grainy", "no-blur"]);
  });

  test("says what makes an estimate uncertain", async () => {
    const faint = { ...scene, data: scene.data.map((v) => 0.5 + 0.01 * v) };
    expect(
      await trust(await BlurEvidence.measure(faint), { kernelOf: truth }, { scale: 2, fallback: true }),
    ).toMatchObject({
      confidence: 0,
      fellBack: true,
    });
    const bold = await trust(
      await BlurEvidence.measure(faint),
      { kernelOf: truth },
      { scale: 2, fallback: false },
    );
    expect(bold.warnings).toMatchObject([{ code: "little-texture" }]);
    const noisy = await trust(
      await BlurEvidence.measure(withNoise(scene, 0.05)),
      { kernelOf: truth },
      { scale: 2, fallback: false },
    );
    expect(noisy.warnings).toMatchObject([
      {
        code: "noisy",
        message: expect.stringMatching(/the picture is noisy \(by 1[0-9]\.\d of 255 gray levels\)/),
      },
    ]);
    const tiny = await trust(
      await BlurEvidence.measure(deadLeaves(1, 50, 70)),
      { kernelOf: truth },
      { scale: 2, fallback: false },
    );
    expect(tiny.warnings).toContainEqual({
      code: "small",
      message: expect.stringContaining("the picture is small (50×70)"),
    });
  });
});
