import { linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { describe, expect, it } from "vitest";
import { InputFiles, kernelOutputs, outputChecker } from "../../src/tasks/outputs.js";

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
    const none = new InputFiles([]);
    expect(() => outputChecker(false, none)("a.png", [at("there.png")])).toThrow("exists already");
    expect(() => outputChecker(true, none)("a.png", [at("there.png")])).not.toThrow();
  });

  it.each([false, true])("refuses what would replace another's output (force: %s)", (force) => {
    const check = outputChecker(force, new InputFiles([]));
    check(at("b.png"), [at("b_x2.png")]);
    expect(() => check(at("B.jpg"), [at("B_x2.png")])).toThrow(`would replace that of ${at("b.png")}`);
  });

  it("refuses what would replace a file that is read, by whatever name", () => {
    mkdirSync(at("in"));
    for (const name of ["in/a.png", "in/a_x2.png"]) writeFileSync(at(name), "");
    symlinkSync(at("in"), at("folder"));
    symlinkSync(at("in/a.png"), at("file.png"));
    linkSync(at("in/a.png"), at("second.png"));
    for (const image of ["in/a.png", "folder/a.png", "file.png", "second.png"]) {
      const check = outputChecker(true, new InputFiles([at(image), at("in/a_x2.png"), at("missing.png")]));
      for (const output of ["in/a.png", "folder/a.png", "file.png", "second.png"]) {
        expect(() => check(at(image), [at(output)]), `${image} ${output}`).toThrow("would replace the file");
      }
      expect(() => check(at(image), [at("folder/a_x2.png")])).toThrow(`the file ${at("in/a_x2.png")}`);
      expect(() => check(at(image), [at("in/a_x3.png")])).not.toThrow();
    }
  });

  it("refuses, forced or not, what is no file or cannot have its name", () => {
    mkdirSync(at("k.json"));
    const check = outputChecker(true, new InputFiles([]));
    expect(() => check("a.png", [at("k.json")])).toThrow("a folder is there");
    expect(() => check("a.png", [at(`${"a".repeat(300)}.json`)])).toThrow("the name is too long");
  });
});
