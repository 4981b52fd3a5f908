import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { describe, expect, it } from "vitest";
import { checkGivenPath, checkOutputFolder, outputPlace } from "../../src/tasks/output-place.js";

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const invalid = expect.objectContaining({ code: "invalid-argument" });

describe("outputPlace", () => {
  it.each([
    ["a.png", "image"],
    ["a.JPEG", "image"],
    ["results", "folder"],
    ["results.v2/", "folder"],
    ["a.png/", "folder"],
  ])("%s is an %s", (name, place) => {
    expect(outputPlace(at(name))).toBe(place);
  });

  it("takes a folder that is there, whatever its name", () => {
    mkdirSync(at("old.bmp"));
    expect(outputPlace(at("old.bmp"))).toBe("folder");
  });

  it.each(["a.bmp", "a.psd", "results.v2"])("refuses %s, and says how to mean a folder", (name) => {
    expect(() => outputPlace(at(name))).toThrow(invalid);
    expect(() => outputPlace(at(name))).toThrow(/cannot write \.\w+ images; use one of \.png, .*\/$/);
  });
});

describe("checkOutputFolder", () => {
  it.each(["a.mat", "a.PNG", "a.json"])("refuses %s", (name) => {
    expect(() => checkOutputFolder(at(name))).toThrow(invalid);
    expect(() => checkOutputFolder(`${at(name)}/`)).not.toThrow();
  });

  it.each(["kernels", "results.v2"])("takes %s", (name) => {
    expect(() => checkOutputFolder(at(name))).not.toThrow();
  });
});

it("checkGivenPath names the option, and what to give", () => {
  expect(() => checkGivenPath("kernel", folder, "")).not.toThrow();
  expect(() => checkGivenPath("kernel", at("gaus"), "give auto")).toThrow(
    expect.objectContaining({
      code: "invalid-argument",
      message: `"kernel" ${at("gaus")}: there is no such file; give auto`,
    }),
  );
  expect(() => checkGivenPath("kernel", "kernelgn", "give auto", ["kernelgan"])).toThrow(
    "give auto; did you mean kernelgan?",
  );
});
