/** Many pictures, with a fake worker: what each is made with. */
import { type Estimate, type Kernel, kernel } from "@kernelgan/core";
import { beforeEach, describe, expect, it } from "vitest";
import type { QueueItem } from "../../../src/page/session/queue.js";
import type { EncodeInput, EstimateInput } from "../../../src/tasks.js";
import { fakeWorker, loadPage } from "../../helpers/session.js";

const KERNEL: Kernel = kernel(2, [0.4, 0.2, 0.2, 0.2]);
const bitmap = { width: 40, height: 30 } as ImageBitmap;

describe("a list of pictures", () => {
  let page: Awaited<ReturnType<typeof loadPage>>;
  const estimates: EstimateInput[] = [];
  const files: EncodeInput[] = [];
  /** What goes wrong where files are made. */
  let failure: Error | undefined;

  beforeEach(async () => {
    estimates.length = 0;
    files.length = 0;
    failure = undefined;
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
        if (failure) throw failure;
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

  it("loses no result that was not downloaded with a picture that is taken off it, unless that is meant", async () => {
    const { queue, leaving, unsaved } = page;
    queue.addToQueue(["a.png", "b.png"].map((name) => ({ file: new File(["pixels"], name), path: name })));
    await expect.poll(() => queue.queueCounts.value.done).toBe(2);
    const [a, b] = queue.queue.value as [QueueItem, QueueItem];
    const stays = leaving.leaveItem(a);
    expect(unsaved.lossQuestion.value).toMatchObject({ count: 1, loss: { takesOff: "a.png" } });
    unsaved.lossQuestion.value?.answer("stay");
    await stays;
    expect(queue.queue.value).toEqual([a, b]);
    const goes = leaving.leaveItem(a);
    unsaved.lossQuestion.value?.answer("lose");
    await goes;
    expect(queue.queue.value).toEqual([b]);
  });

  it("keeps the results that are made again until they are, and as they were where that is stopped", async () => {
    const { queue, settings, unsaved, leaving } = page;
    queue.addToQueue(["a.png", "b.png"].map((name) => ({ file: new File(["pixels"], name), path: name })));
    await expect.poll(() => queue.queueCounts.value.done).toBe(2);
    const before = queue.queue.value.map(queue.resultOf);
    settings.settings.strength.value = 0.5;
    queue.repeatQueue();
    expect(queue.queueCounts.value).toMatchObject({ done: 0, waiting: 1, working: 1 });
    expect(queue.queue.value.map(queue.resultOf)).toEqual(before);
    // What waits to be made again has a result to lose.
    const stays = leaving.leaveItem(queue.queue.value[1] as QueueItem);
    expect(unsaved.lossQuestion.value?.count).toBe(1);
    unsaved.lossQuestion.value?.answer("stay");
    await stays;
    // Nor is one lost where another cannot be made.
    failure = new RangeError("no room");
    await expect.poll(() => queue.queueCounts.value.failed).toBe(2);
    expect(queue.queue.value.map(queue.resultOf)).toEqual(before);
    failure = undefined;
    queue.repeatQueue();
    queue.stopQueue();
    expect(queue.queue.value.map(({ state }) => state)).toEqual(before);
    expect(queue.hasOutdated.value).toBe(true);
    queue.repeatQueue();
    await expect.poll(() => queue.queueCounts.value.done).toBe(2);
    expect(queue.hasOutdated.value).toBe(false);
  });
});
