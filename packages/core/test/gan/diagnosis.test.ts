import { describe, expect, it } from "vitest";
import { recordOf } from "../../src/gan/collections.js";
import { diagnoseRun } from "../../src/gan/diagnosis.js";
import type { TrainingResult } from "../../src/gan/trainer.js";
import { LOSS_NAMES } from "../../src/gan/training-layout.js";
import { kernel } from "../../src/kernel/index.js";

const ITERATIONS = 1000;

/** A healthy run: a blob of sum 1 in the middle, losses that move. */
function healthy(): TrainingResult {
  const blob = Float64Array.from({ length: 169 }, (_, i) =>
    Math.exp(-((Math.floor(i / 13) - 6.5) ** 2 + ((i % 13) - 6.5) ** 2) / 4),
  );
  const total = blob.reduce((a, b) => a + b, 0);
  const moving = Float32Array.from({ length: ITERATIONS }, (_, i) => 0.5 + 0.2 * Math.sin(i));
  return {
    rawKernel: kernel(
      13,
      blob.map((v) => v / total),
    ),
    history: recordOf(LOSS_NAMES, () => moving),
    dMaps: { size: 2, real: new Float32Array(4), fake: new Float32Array(4) },
    warmUpEnded: true,
    iterations: ITERATIONS,
    finite: true,
    seconds: 1,
  };
}

const scaled = (gain: number) =>
  kernel(
    13,
    healthy().rawKernel.data.map((v) => gain * v),
  );
const atBorder = kernel(
  13,
  Float64Array.from({ length: 169 }, (_, i) => (i < 13 ? 1 / 13 : 0)),
);
const constant = { ...healthy().history, generator: new Float32Array(ITERATIONS).fill(1) };

describe("diagnoseRun", () => {
  it("finds no fault with a healthy run", () => {
    expect(diagnoseRun(healthy())).toBeUndefined();
  });

  it.each([
    ["numbers that are not finite", { finite: false }, "finite"],
    ["a collapsed kernel", { rawKernel: scaled(0.02) }, "sums to 0.02"],
    ["a kernel that sums to much more than 1", { rawKernel: scaled(1.3) }, "sums to 1.30"],
    ["a kernel on its border", { rawKernel: atBorder }, "100% of the kernel lies on its border"],
    ["a discriminator whose answers no longer change", { history: constant }, "discriminator"],
    ["a warm-up without end", { warmUpEnded: false }, "warm-up"],
  ])("notices %s", (_, fault, message) => {
    expect(diagnoseRun({ ...healthy(), ...fault })).toContain(message);
  });

  it("does not judge a run that was too short to converge", () => {
    expect(
      diagnoseRun({ ...healthy(), iterations: 999, rawKernel: scaled(0.02), warmUpEnded: false }),
    ).toBeUndefined();
  });
});
