import { describe, expect, it } from "vitest";
import { initialState } from "../../src/gan/initial-state.js";
import { settingsOf } from "../../src/gan/settings.js";
import { trainingLayout } from "../../src/gan/training-layout.js";
import { sizeOf } from "../../src/graph/graph.js";

const layout = trainingLayout({ scale: 2, kernelSize: 13, channels: 3, outputSize: 26 });
const settings = settingsOf("paper");
const state = initialState(layout, settings, 5);

/** A parameter's numbers, of both networks. */
function parameter(wanted: string): Float32Array {
  for (const network of ["generator", "discriminator"] as const) {
    for (const [i, { parameters }] of layout[network].entries()) {
      for (const { name, offset, shape } of parameters) {
        if (name === wanted) return state[network][i]!.value.subarray(offset, offset + sizeOf(shape));
      }
    }
  }
  throw new Error(`no parameter ${wanted}`);
}

const mean = (values: Float32Array): number => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: Float32Array): number => {
  const centre = mean(values);
  return Math.sqrt(values.reduce((a, b) => a + (b - centre) ** 2, 0) / values.length);
};

describe("initialState", () => {
  it.each([
    ["layer1", 0, 0.1 * Math.sqrt(2 / (49 + 64 * 49))],
    ["layer2", 0, 0.1 * Math.sqrt(2 / (64 * 25 + 64 * 25))],
    ["layer4", 0, 0.1 * Math.sqrt(2 / (64 + 64))],
    ["first", 0, 0.1 * Math.sqrt(2 / (3 * 49 + 64 * 49))],
    ["blocks", 0, 0.1 * Math.sqrt(2 / (64 + 64))],
    ["scales", 1, 0.02],
  ])("draws %s around %d with the deviation %d", (name, expectedMean, expectedDeviation) => {
    const values = parameter(name);
    // Four standard errors.
    const tolerance = (4 * expectedDeviation) / Math.sqrt(values.length);
    expect(Math.abs(mean(values) - expectedMean)).toBeLessThan(tolerance);
    expect(Math.abs(deviation(values) - expectedDeviation)).toBeLessThan(tolerance);
  });

  it.each(["shifts", "lastBias"])("starts %s at 0", (name) => {
    expect(parameter(name).every((v) => v === 0)).toBe(true);
  });

  it("starts the moments at 0 and ε²", () => {
    for (const { first, second } of [...state.generator, ...state.discriminator]) {
      expect(first.every((v) => v === 0)).toBe(true);
      expect(second.every((v) => v === Math.fround(settings.adam.epsilon ** 2))).toBe(true);
    }
  });

  it("draws singular vectors of length 1", () => {
    const { first, blocks } = state.singularVectors;
    expect(first).toHaveLength(64);
    for (const rows of [first, blocks]) {
      for (let i = 0; i < rows.length; i += 64)
        expect(Math.hypot(...rows.subarray(i, i + 64))).toBeCloseTo(1, 6);
    }
  });

  it("depends on the seed alone", () => {
    // What is drawn last depends on all that is drawn before.
    const { first } = state.singularVectors;
    expect(initialState(layout, settings, 5).singularVectors.first).toEqual(first);
    expect(initialState(layout, settings, 6).singularVectors.first).not.toEqual(first);
  });
});
