/** `batch` of the library, in real worker processes. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import sharp from "sharp";
import { beforeAll, expect, it } from "vitest";
import { type BatchOptions, batch } from "../../src/index.js";
import { PROCESS_MS } from "../helpers/limits.js";
import { nagasakiBoats } from "../helpers/photographs.js";

const folder = temporaryFolder();
const images = join(folder, "images");
const out = join(folder, "out");
const options: BatchOptions = {
  task: "upscale",
  out,
  options: { kernel: "spectral", pictureFormat: "webp", formats: ["json"] },
  jobs: 1,
};

beforeAll(async () => {
  mkdirSync(images);
  await sharp(nagasakiBoats).resize(60, 50).png().toFile(join(images, "a.png"));
  writeFileSync(join(images, "b.png"), "text");
});

it("does the task with each image, and skips what is done", { timeout: PROCESS_MS }, async () => {
  const ended: string[] = [];
  const first = await batch(images, options, { onRecord: ({ id }) => ended.push(id) });
  expect(ended.sort()).toEqual(["a", "b"]);
  expect(first).toMatchObject({
    task: "upscale",
    out,
    counts: { done: 1, failed: 1, doneBefore: 0, failedBefore: 0 },
    images: [
      { id: "a", status: "done" },
      { id: "b", status: "failed", error: { code: "invalid-input" } },
    ],
  });
  expect(await sharp(readFileSync(join(out, "a_x2.webp"))).metadata()).toMatchObject({
    width: 120,
    format: "webp",
  });
  const again = await batch([images], options);
  expect(again.counts).toEqual({ done: 0, failed: 0, doneBefore: 1, failedBefore: 1 });
});

it("writes all frames of an animation, as upscale does", { timeout: PROCESS_MS }, async () => {
  const moving = join(folder, "moving");
  mkdirSync(moving);
  const frame = await sharp(nagasakiBoats).resize(40, 30).png().toBuffer();
  await sharp(frame).toFile(join(moving, "still.webp"));
  const frames = [frame, await sharp(frame).negate().png().toBuffer()];
  await sharp(frames, { join: { animated: true } })
    .gif()
    .toFile(join(moving, "film.gif"));
  const small = { ...options, out: join(folder, "larger"), options: { kernel: "bicubic" } };
  const done = await batch(moving, small as BatchOptions);
  expect(done.images).toMatchObject([
    { outputs: [{ path: "film_x2.gif" }, { path: "film_kernel_x2.mat" }] },
    { outputs: [{ path: "still_x2.png" }, { path: "still_kernel_x2.mat" }] },
  ]);
  expect(await sharp(join(small.out, "film_x2.gif")).metadata()).toMatchObject({ width: 80, pages: 2 });
  expect((await batch(moving, small as BatchOptions)).counts).toMatchObject({ done: 0, doneBefore: 2 });
});

it("is refused where another call is at work, which goes on", { timeout: PROCESS_MS }, async () => {
  const call = () => batch(images, { ...options, out: join(folder, "busy") });
  const calls = await Promise.allSettled([call(), call()]);
  expect(calls.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "output", message: expect.stringContaining(`is at work in ${join(folder, "busy")}`) },
  });
  expect(calls.find(({ status }) => status === "fulfilled")).toMatchObject({
    value: { counts: { done: 1, failed: 1 } },
  });
});

it.each<[string, object, string, RegExp]>([
  [
    "a queue that does not answer",
    { queue: "redis://localhost:1" },
    "unreachable",
    /cannot reach .*localhost:1/,
  ],
  ["an address that is none", { queue: "http://localhost" }, "invalid-argument", /not an address of Redis/],
])("is refused for %s with an error of the library", async (_, more, code, message) => {
  await expect(
    batch(images, { ...options, out: join(folder, "queued"), root: folder, ...more }),
  ).rejects.toMatchObject({
    name: "KernelGanError",
    code,
    message: expect.stringMatching(message),
  });
});

it("says what is wrong with how it is followed", async () => {
  await expect(batch(images, options, { signal: 5 as unknown as AbortSignal })).rejects.toThrow(
    /"signal" must be an AbortSignal, got 5/,
  );
  await expect(batch(images, options, { onProgress() {} } as object)).rejects.toThrow(
    /no "onProgress" in the third argument; it takes signal, onRecord$/,
  );
  await expect(batch(images, options, null as unknown as object)).rejects.toThrow(
    /third argument must be an object such as \{ signal, onRecord \}, got null/,
  );
});

it("says what is wrong with the call, in the library's words", async () => {
  const unused = join(folder, "unused");
  const call = (more: object, inputs: unknown = images) => batch(inputs as string, { ...options, ...more });
  await expect(call({ task: "sharpen" })).rejects.toThrow(
    /"task" must be one of estimate, upscale, got "sharpen"/,
  );
  await expect(call({ out: "" })).rejects.toThrow(/"out" must be the path of a folder, got ""/);
  await expect(call({ options: { scale: 9 } })).rejects.toThrow(/"scale" must be/);
  const [spectral, random] = [{ seeds: [1] }, { options: { kernel: "kernelgan" } }];
  for (const [more, message] of [
    [{ jobs: 0 }, /"jobs" must be an integer from 1 to 1024, got 0/],
    [{ jobs: "two" }, /"jobs" must be an integer from 1 to 1024, got "two"/],
    [{ retryfaild: true }, /there is no option "retryfaild"; did you mean "retryFailed"\?/],
    [{ progress: "json" }, /there is no option "progress"$/],
    [{ summary: "yes" }, /"summary" must be true or false, got "yes"/],
    [{ root: "." }, /"root" is for "queue"; leave it out/],
    [{ hr: images }, /"hr" and "gt" are for the summary; give "summary" as well/],
    [{ task: "estimate", options: {}, hr: images, summary: true }, /"hr" is for "task" upscale/],
    [{ options: 5 }, /"options" must be an object/],
    [{ ...random, seeds: [] }, /"seeds" must be an array of one or more seeds/],
    [{ summary: true, hr: join(folder, "none") }, /"hr" .*none: there is no such folder/],
    [{ list: join(folder, "none") }, /"list" .*none: there is no such file; check the path/],
    [{ options: { kernel: join(folder, "none") } }, /"kernel" .*none: there is no such file; give auto/],
    [{ ...random, seeds: [1, 1] }, /"seeds" must be an array of one or more seeds, each once/],
    [{ ...random, seeds: [0.5] }, /"seeds" must each be an integer .*, got 0\.5/],
    [{ options: { ...random.options, seed: 1 }, seeds: [2] }, /"seed" and "seeds" are both given/],
    [spectral, /"seed" is an option of .*"kernel" kernelgan.*, not of/],
  ] as const) {
    await expect(call({ ...more, out: unused })).rejects.toMatchObject({
      name: "KernelGanError",
      code: "invalid-argument",
      message: expect.stringMatching(message),
    });
  }
  expect(existsSync(unused)).toBe(false);
  await expect(call({}, [5])).rejects.toThrow(/the inputs must be paths of images or folders/);
  await expect(call({}, [])).rejects.toThrow(/the inputs must be paths of images or folders/);
  await expect(batch(join(folder, "none"), options)).rejects.toThrow(/none: there is no such file or folder/);
});
