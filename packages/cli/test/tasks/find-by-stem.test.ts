import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { beforeAll, describe, expect, it } from "vitest";
import { kernelOf, originalFinder } from "../../src/tasks/find-by-stem.js";

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  const files = [
    "kernels/a_kernel_x2.json",
    "kernels/a_kernel_x3.mat",
    "kernels/a.mat",
    "kernels/sub/b.npy",
    "kernels/c.png",
    "originals/a.jpg",
    "originals/sub/b.tif",
    "twins/a.jpg",
    "twins/a.png",
  ];
  for (const file of files) {
    mkdirSync(dirname(at(file)), { recursive: true });
    writeFileSync(at(file), "");
  }
});

describe("kernelOf", () => {
  it.each([
    ["the kernel of the scale, before any other of the name", "a", 2, "a_kernel_x2.json"],
    ["of another scale", "a", 3, "a_kernel_x3.mat"],
    ["a file with the image's name", "a", 4, "a.mat"],
    ["in a folder", "sub/b", 2, "sub/b.npy"],
  ])("finds %s", (_, stem, scale, file) => {
    expect(kernelOf(at("kernels"), stem, scale)).toBe(at(`kernels/${file}`));
  });

  it("takes no picture of the image's name for a kernel", () => {
    expect(kernelOf(at("kernels"), "c", 2)).toBeUndefined();
    expect(kernelOf(at("nowhere"), "a", 2)).toBeUndefined();
  });
});

describe("originalFinder", () => {
  it("finds the original whatever its extension, with and without the scale in the name", () => {
    const find = originalFinder(at("originals"));
    expect(find("a")).toBe(at("originals/a.jpg"));
    expect(find("a_x2")).toBe(at("originals/a.jpg"));
    expect(find("sub/b_x4")).toBe(at("originals/sub/b.tif"));
    expect(find("b")).toBeUndefined();
    expect(find("elsewhere/a")).toBeUndefined();
  });

  it("refuses two originals of one name", () => {
    expect(() => originalFinder(at("twins"))("a")).toThrow("have the same name");
  });
});
