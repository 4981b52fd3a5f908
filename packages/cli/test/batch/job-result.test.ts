import { describe, expect, it } from "vitest";
import { parseOutcome } from "../../src/batch/job-result.js";

const state = { bytes: 1, sha256: "0" };
const result = {
  input: state,
  outputs: [{ path: "sub/a_kernel_x2.mat", ...state, etag: "1" }],
  confidence: 0.5,
  blur: { kind: "shake", length: 4.3 },
  warnings: [{ code: "small", message: "small" }],
  seconds: { all: 2, estimate: 1 },
};

describe("parseOutcome", () => {
  it("takes a result as it is", () => {
    expect(parseOutcome(JSON.parse(JSON.stringify(result)))).toEqual({ result });
  });

  it.each([
    ["nothing", null],
    ["no input", { ...result, input: undefined }],
    ["an output elsewhere", { ...result, outputs: [{ path: "../a.mat", ...state }] }],
    ["no time", { ...result, seconds: {} }],
    ["no such blur", { ...result, blur: { kind: "fog" } }],
    ["a warning without a code", { ...result, warnings: ["small"] }],
    ["a text for a number", { ...result, confidence: "high" }],
  ])("%s is a failure", (_, answer) => {
    expect(parseOutcome(answer)).toMatchObject({ error: { code: "internal" } });
  });
});
