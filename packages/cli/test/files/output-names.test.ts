import { describe, expect, it } from "vitest";
import {
  imageName,
  isKernelFileOf,
  isKernelName,
  isKernelPicture,
  isStem,
  kernelFile,
  stemWithSeed,
  upscaledFile,
  withoutExtension,
  withoutScale,
  withoutSeed,
} from "../../src/files/output-names.js";

describe("names of results", () => {
  it("are built of the stem", () => {
    expect(kernelFile("2026/boat", 2, "mat")).toBe("2026/boat_kernel_x2.mat");
    expect(upscaledFile("boat", 4, "png")).toBe("boat_x4.png");
    expect(kernelFile(stemWithSeed("boat", 1), 8, "npy")).toBe("boat_seed1_kernel_x8.npy");
  });

  it("say what they are", () => {
    expect(isKernelName("2026/boat_kernel_x2.mat")).toBe(true);
    expect(isKernelFileOf("2026/boat_kernel_x2.mat", 2)).toBe(true);
    expect(isKernelFileOf("2026/boat_kernel_x2.mat", 4)).toBe(false);
    expect(isKernelName("boat_x2.png")).toBe(false);
    expect(upscaledFile("boat", 1.5, "png")).toBe("boat_x1.5.png");
    expect(["3000x", "x2000", "30x20"].map((size) => upscaledFile("boat", size, "png"))).toEqual([
      "boat_3000w.png",
      "boat_2000h.png",
      "boat_30x20.png",
    ]);
    expect(isKernelName("boat_kernel_3000w.png")).toBe(true);
    expect(isKernelFileOf("boat_kernel_3000w.mat", "3000x")).toBe(true);
    expect(isKernelPicture("boat_kernel_x2.png")).toBe(true);
    expect(isKernelPicture("boat_KERNEL_X2.PNG")).toBe(true);
    expect(isKernelPicture("boat_kernel_x2.mat")).toBe(false);
    expect(isKernelPicture("boat_x2.png")).toBe(false);
    expect([withoutScale("boat_x2"), withoutScale("boat")]).toEqual(["boat", "boat"]);
    expect([withoutSeed("a/boat_seed12"), withoutSeed("boat")]).toEqual(["a/boat", "boat"]);
  });

  it("come from the image's", () => {
    expect(imageName("photos/boat.tar.png")).toBe("boat.tar");
    expect(withoutExtension("photos/boat.png")).toBe("photos/boat");
  });
});

describe("isStem", () => {
  it.each(["a", "a/b c_d", "ä", "a.b"])("%s", (text) => expect(isStem(text)).toBe(true));
  it.each(["", "/a", "../a", "a/../b", "a//b", "./a", "a/", "a\\b", "c:/a", "a\0"])("not %j", (text) =>
    expect(isStem(text)).toBe(false),
  );
});
