import { expect, it } from "vitest";
import { outputPaths } from "../../src/batch/job-outputs.js";

const upscale = { id: "sub/photo", image: "/in/sub/photo.png", stem: "sub/photo", task: "upscale" } as const;

it.each([
  [{}, "sub/photo_x2.png", "sub/photo_kernel_x2.mat"],
  [{ scale: 1 }, "sub/photo_x1.png", "sub/photo_kernel_x1.mat"],
  [{ scale: 2.5 }, "sub/photo_x2.5.png", "sub/photo_kernel_x3.mat"],
  [{ size: "3000x" }, "sub/photo_3000w.png", "sub/photo_kernel_3000w.mat"],
  [{ size: "30x20" }, "sub/photo_30x20.png", "sub/photo_kernel_30x20.mat"],
])("the files of an upscale with %j", (options, ...paths) => {
  expect(outputPaths({ ...upscale, options: { pictureFormat: "png", ...options } })).toEqual(paths);
});

it("all that an upscale may come to: several frames or pages are written as they are read", () => {
  expect(outputPaths({ ...upscale, options: {} })).toEqual([
    "sub/photo_x2.png",
    "sub/photo_kernel_x2.mat",
    "sub/photo_x2.webp",
    "sub/photo_x2.tif",
    "sub/photo_x2.gif",
  ]);
});
