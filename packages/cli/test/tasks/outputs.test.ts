import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { describe, expect, it } from "vitest";
import { kernelOutputs, outputChecker } from "../../src/tasks/outputs.js";

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);

it("kernelOutputs: a file for each scale and format", () => {
  expect(kernelOutputs("out", "a", [2, 4], ["mat", "npy"])).toEqual([
    { scale: 2, format: "mat", path: join("out", "a_kernel_x2.mat") },
    { scale: 2, format: "npy", path: join("out", "a_kernel_x2.npy") },
    { scale: 4, format: "mat", path: join("out", "a_kernel_x4.mat") },
    { scale: 4, format: "npy", path: join("out", "a_kernel_x4.npy") },
  ]);
});

describe("outputChecker", () => {
  it("refuses what would replace a file, unless forced", () => {
    writeFileSync(at("there.png"), "");
    expect(() => outputChecker(false)("a.png", [at("there.png")])).toThrow("exists already");
    expect(() => outputChecker(true)("a.png", [at("there.png")])).not.toThrow();
  });

  it.each([false, true])("refuses what would replace the image or another's output (force: %s)", (force) => {
    const check = outputChecker(force);
    expect(() => check(at("a.png"), [at("A.png")])).toThrow("would replace the image itself");
    check(at("b.png"), [at("b_x2.png")]);
    expect(() => check(at("B.jpg"), [at("B_x2.png")])).toThrow(`would replace that of ${at("b.png")}`);
  });
});
