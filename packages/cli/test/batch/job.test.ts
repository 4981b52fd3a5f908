import { describe, expect, it } from "vitest";
import { parseJob } from "../../src/batch/job.js";

const options = { scale: 2, formats: ["mat"] };
const estimate = {
  id: "sub/photo",
  image: "/photos/sub/photo.png",
  stem: "sub/photo",
  task: "estimate",
  options,
};
const upscale = { ...estimate, task: "upscale", options: { ...options, kernel: "auto" } };

/** What is no job, and where it says so. */
const REFUSED: [unknown, string][] = [
  [null, ""],
  [{ ...estimate, task: "delete" }, "task"],
  [{ ...estimate, extra: 1 }, "extra"],
  [{ ...estimate, id: "" }, "id"],
  [{ ...estimate, image: "photo.png" }, "image"],
  [{ ...estimate, image: "/photo\0.png" }, "image"],
];
const LONG = "n".repeat(250);
const IN_THE_WAY = [".lock", ".lock/x", ".LOCK/x", ".unfinished/x", ".working/x", ".kernelgan-1/x"];
for (const stem of [
  ...IN_THE_WAY,
  "manifest.jsonl/x",
  "summary.html",
  LONG,
  Array(5).fill(LONG.slice(1)).join("/"),
]) {
  REFUSED.push([{ ...estimate, stem }, "stem"]);
}
for (const stem of ["", "/etc/photo", "../photo", "a/../b", "a//b", "./a", "a/", "a\\..\\b", "c:/a", "a\0"]) {
  REFUSED.push([{ ...estimate, stem }, "stem"]);
}
for (const [name, value] of [
  ["scale", 5],
  ["seed", -1],
  ["seed", "0"],
  ["formats", []],
  ["formats", ["exe"]],
  ["formats", ["mat", "mat"]],
  ["formats", Array(100_000).fill("mat")],
  ["maxKernelSize", 1e9],
  ["iterations", 1.5],
  ["maxPixels", Number.NaN],
  ["kernel", "auto"],
  ["seed", 0],
  ["kernelSize", 13],
] as const) {
  REFUSED.push([{ ...estimate, options: { ...options, [name]: value } }, `options.${name}`]);
}
for (const [name, value] of [
  ["scale", 9],
  ["kernel", 5],
  ["kernel", "kernels/photo.mat"],
  ["noise", Number.POSITIVE_INFINITY],
  ["quality", 0],
] as const) {
  REFUSED.push([{ ...upscale, options: { ...upscale.options, [name]: value } }, `options.${name}`]);
}

describe("parseJob", () => {
  it.each([
    [estimate],
    [upscale],
    [{ ...estimate, options: { ...options, scale: 8, method: "kernelgan", iterations: 100, gray: true } }],
    [
      {
        ...upscale,
        options: { ...options, kernel: "/kernels/photo.mat", method: "zssr", pictureFormat: "jpg" },
      },
    ],
  ])("takes %j as it is", (job) => {
    expect(parseJob(JSON.parse(JSON.stringify(job)))).toEqual(job);
  });

  it.each(REFUSED)("refuses %j", (job, where) => {
    expect(() => parseJob(job)).toThrow(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringContaining(where) }),
    );
  });
});
