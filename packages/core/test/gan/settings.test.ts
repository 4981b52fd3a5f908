import { describe, expect, it } from "vitest";
import { KernelGanError } from "../../src/errors.js";
import { PRESETS } from "../../src/gan/presets.js";
import { type SettingsOverrides, settingsOf } from "../../src/gan/settings.js";

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

  it("takes the presets' own constants", () => {
    for (const preset of ["paper", "release"] as const) {
      expect(settingsOf(preset, PRESETS[preset])).toEqual(PRESETS[preset]);
    }
  });

  it("knows the presets by name", () => {
    expect(() => settingsOf("other" as "paper")).toThrow("must be one of paper, release");
  });

  // Of any type: plain JavaScript passes them.
  it.each<[unknown, string]>([
    [null, '"settings" must be an object of constants, got null'],
    ["fast", '"settings" must be an object of constants, got "fast"'],
    [[], '"settings" must be an object of constants, got an array'],
    [{ nonsense: 1 }, 'no constant "nonsense"; valid constants: iterations, learningRate'],
    [{ sparse: { power: 1 } }, 'no constant "sparse.power"; valid constants: weight, reduction, exponent'],
    [{ sparse: 5 }, '"settings.sparse" must be an object of constants, got 5'],
    [{ adam: null }, '"settings.adam" must be an object of constants, got null'],
    [{ sparse: { weight: Number.NaN } }, '"settings.sparse.weight" must be a number of at least 0, got NaN'],
    [{ sumToOne: "1" }, '"settings.sumToOne" must be a number of at least 0, got "1"'],
    [
      { boundaries: { reduction: "max" } },
      '"settings.boundaries.reduction" must be one of sum, mean, got "max"',
    ],
    [{ iterations: 0 }, '"settings.iterations" must be an integer from 1 to 50000, got 0'],
    [{ iterations: null }, '"settings.iterations" must be an integer from 1 to 50000, got null'],
    [{ learningRate: -1 }, '"settings.learningRate" must be a positive number, got -1'],
    [{ learningRate: Number.POSITIVE_INFINITY }, '"settings.learningRate" must be a positive number'],
    [{ adam: { beta1: 1 } }, '"settings.adam.beta1" must be a number from 0 to below 1, got 1'],
    [{ bicubic: { period: 0 } }, '"settings.bicubic.period" must be an integer of at least 1, got 0'],
    [{ discriminatorCrop: 6 }, '"settings.discriminatorCrop" must be an integer from 7 to 65536, got 6'],
    [{ postProcessFraction: 2 }, '"settings.postProcessFraction" must be a number from 0 to 1, got 2'],
    [{ powerIterations: 1e9 }, '"settings.powerIterations" must be an integer from 1 to 100'],
  ])("refuses what makes no sense, case %#", (overrides, message) => {
    const build = (): unknown => settingsOf("paper", overrides as SettingsOverrides);
    expect(build).toThrow(KernelGanError);
    expect(build).toThrow(message);
  });
});
