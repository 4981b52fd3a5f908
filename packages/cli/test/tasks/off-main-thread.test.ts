import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { planarImage } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import { writeImage } from "../../src/image-files/write-image.js";
import { estimateImage } from "../../src/tasks/estimate-image.js";
import { offMainThread } from "../../src/tasks/off-main-thread.js";
import { upscalePicture } from "../../src/tasks/upscale-picture.js";
import { pictureFolder } from "../helpers/picture-folder.js";

const SAMPLE = fileURLToPath(new URL("../../../../docs/sample/photo.png", import.meta.url));
const folder = pictureFolder();

/** A small piece of what the commands do. */
const kernelGan = { method: "kernelgan", iterations: 40, restarts: 0, threads: 1 } as const;
const kernelFile = { scale: 2, format: "npy", path: "k.npy" } as const;

describe("offMainThread", () => {
  it("gives what the task gives, and reports its progress here", async () => {
    const outputs = { picture: "larger.png", kernels: [kernelFile] };
    const task = { kernel: "bicubic" };
    const seen: number[] = [];
    const control = { onRestoreProgress: ({ done }: { done: number }) => seen.push(done) };
    const there = await offMainThread("upscalePicture", [SAMPLE, outputs, task], control);
    const here = await upscalePicture(SAMPLE, outputs, task);
    for (const [i, { path, bytes }] of here.files.entries()) {
      expect(there.files[i]?.path).toBe(path);
      expect(Buffer.from(there.files[i]?.bytes ?? []).equals(bytes)).toBe(true);
    }
    expect(there.result.kernel).toEqual(here.result.kernel);
    expect(there.picture.image).toEqual({ width: 512, height: 352, channels: 3, data: new Float32Array(0) });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((done) => done > 0 && done <= 1)).toBe(true);
  });

  it("returns pixels where they are to be kept", async () => {
    const image = planarImage(24, 20, 3);
    const path = folder.path("small.png");
    await writeImage(path, image);
    const input = [path, { picture: "larger.png", kernels: [] }, { kernel: "bicubic" }] as const;
    const { picture, result } = await offMainThread("upscalePicture", [...input], { keepsPixels: true });
    expect(picture.image.data).toHaveLength(3 * 24 * 20);
    expect(result.image.data).toHaveLength(3 * 48 * 40);
  });

  it("gives the same where a process trains a network", async () => {
    const iterations: number[] = [];
    const there = offMainThread("estimateImage", [SAMPLE, [kernelFile], kernelGan], {
      onProgress: (progress) => iterations.push(progress.training?.iteration ?? 0),
    });
    const here = estimateImage(SAMPLE, [kernelFile], kernelGan);
    // So few iterations may end without a kernel: then both say the same.
    const [a, b] = await Promise.allSettled([there, here]);
    if (a.status === "rejected") expect((b as PromiseRejectedResult).reason).toEqual(a.reason);
    else
      expect(a.value.estimate.kernel).toEqual(
        (b as PromiseFulfilledResult<Awaited<typeof here>>).value.estimate.kernel,
      );
    expect(iterations.length).toBeGreaterThan(0);
  });

  it.each(["auto", "kernelgan"] as const)(
    "throws the task's errors with their codes (%s)",
    async (method) => {
      const missing = join(folder.path("no"), "photo.png");
      const attempt = offMainThread("estimateImage", [missing, [kernelFile], { method }], {});
      await expect(attempt).rejects.toMatchObject({
        code: "invalid-input",
        message: expect.stringContaining(missing),
      });
    },
  );

  it("ends at once when it is cancelled, whatever the task does", async () => {
    const controller = new AbortController();
    const attempt = offMainThread(
      "estimateImage",
      [SAMPLE, [kernelFile], { ...kernelGan, iterations: 50_000 }],
      {
        signal: controller.signal,
        onProgress: () => controller.abort(),
      },
    );
    await expect(attempt).rejects.toMatchObject({ name: "AbortError" });
    const again = offMainThread("estimateImage", [SAMPLE, [kernelFile], {}], { signal: controller.signal });
    await expect(again).rejects.toMatchObject({ name: "AbortError" });
  });
});
