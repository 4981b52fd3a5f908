import { describe, expect, it } from "vitest";
import { PRESETS, settingsOf } from "../../src/gan/presets.js";

describe("settingsOf", () => {
  it("replaces constants at any depth", () => {
    const settings = settingsOf("release", { iterations: 10, sparse: { weight: 2 } });
    expect(settings.iterations).toBe(10);
    expect(settings.sparse).toEqual({ weight: 2, reduction: "mean", exponent: 0.2 });
  });

  it("keeps the preset's constants where the replacement is undefined, and leaves the preset alone", () => {
    expect(settingsOf("paper", { iterations: undefined, adam: { beta1: undefined } })).toEqual(PRESETS.paper);
    settingsOf("paper", { adam: { beta1: 0.9 } });
    expect(PRESETS.paper.adam.beta1).toBe(0.5);
  });

  it.each([
    [() => settingsOf("other" as "paper"), "must be one of paper, release"],
    [() => settingsOf("paper", { iterations: 0 }), "iterations"],
    [() => settingsOf("paper", { learningRate: -1 }), "learning rate"],
    [() => settingsOf("paper", { nonsense: 1 } as object), "nonsense"],
    [() => settingsOf("paper", { sparse: { power: 1 } } as object), "sparse.power"],
  ])("refuses what makes no sense", (build, message) => {
    expect(build).toThrow(message as string);
  });
});
