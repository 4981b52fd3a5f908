/** Many pictures, with a fake worker: what each is made with. */
import { type Estimate, type Kernel, kernel } from "@kernelgan/core";
import { beforeEach, describe, expect, it } from "vitest";
import type { EncodeInput, EstimateInput } from "../../../src/tasks.js";
import { fakeWorker, loadPage } from "../../helpers/session.js";

const KERNEL: Kernel = kernel(2, [0.4, 0.2, 0.2, 0.2]);
const bitmap = { width: 40, height: 30 } as ImageBitmap;

describe("a list of pictures", () => {
  let page: Awaited<ReturnType<typeof loadPage>>;
  const estimates: EstimateInput[] = [];
  const files: EncodeInput[] = [];

  beforeEach(async () => {
    estimates.length = 0;
    files.length = 0;
    fakeWorker({
      estimate: async (input) => {
        estimates.push(input);
        return {
          value: { method: "kernelgan", kernel: KERNEL, kernels: {}, confidence: 0.7 } as unknown as Estimate,
        };
      },
      upscale: async ({ options: { scale } }) => {
        const facts = {
          scale,
          kernel: KERNEL,
          kernelOrigin: "kernelgan",
          timing: { seconds: 1 },
          warnings: [],
        };
        const stored = { samples: new Blob([]), width: 40, height: 30, channels: 3, depth: 8 } as const;
        // It can be handed over and closed, as bitmaps can.
        const bicubic = new MessageChannel().port1 as unknown as ImageBitmap;
        const pictures = { result: bitmap, bicubic, stored };
        return {
          value: { ...pictures, colours: "own", space: "srgb", facts: facts as never },
          transfer: [bicubic],
        };
      },
      encode: async (input) => {
        files.push(input);
        return { value: { file: new Blob(["file"]), warnings: [] } };
      },
    });
    page = await loadPage("?kernel=kernelgan");
  });

  it("is not taken for untouched photographs because the picture that is open is one", async () => {
    const { settings, queue } = page;
    settings.settings.real.value = true;
    const given = { file: new File(["pixels"], "a.png"), path: "a.png" };
    queue.addToQueue([given]);
    await expect.poll(() => queue.queueCounts.value.done).toBe(1);
    expect(estimates.map(({ options }) => options.real)).toEqual([false]);
    expect(queue.hasOutdated.value).toBe(false);
    queue.areReal.value = true;
    expect(queue.hasOutdated.value).toBe(true);
    queue.repeatQueue();
    await expect.poll(() => queue.queueCounts.value.done).toBe(1);
    expect(estimates.at(-1)?.options.real).toBe(true);
    expect(queue.hasOutdated.value).toBe(false);
  });
});
