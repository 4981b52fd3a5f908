/** KernelGAN's runs in processes: the same as here, and nothing is left of them. */
import { availableParallelism } from "node:os";
import { type EstimateOptions, estimateKernel, type PlanarImage, planarImage, random } from "@kernelgan/core";
import type { TrainingTask } from "@kernelgan/core/internal";
import { describe, expect, it, vi } from "vitest";
import { trainersFor, trainersInProcesses } from "../../src/tasks/training-processes.js";
import { childrenOf, isAlive } from "../helpers/processes.js";

const numbers = random(3);
const image: PlanarImage = planarImage(96, 80, 1);
for (let i = 0; i < image.data.length; i++) image.data[i] = numbers.uniform();

const quick = { method: "kernelgan", iterations: 20, runs: 3, fallback: false } as const;
const hasProcessors = availableParallelism() > 1;

/** What an estimate with so many threads comes to, and on how many trainers. */
async function outcome(options: EstimateOptions & { method: "kernelgan" }) {
  let trainers = 1;
  const done = estimateKernel(image, options, {
    async openTrainers(...args) {
      const opened = await trainersInProcesses(...args);
      trainers = opened?.length ?? 1;
      return opened;
    },
  });
  const found = await done.then(
    ({ timing: _, ...estimate }) => estimate,
    ({ code, message }) => ({ code, message }),
  );
  return { found, trainers };
}

describe("trainersInProcesses", () => {
  it.skipIf(!hasProcessors).each([
    ["runs that end well", {}],
    ["WebAssembly", { device: "wasm", iterations: 2, runs: 2 }],
    ["runs that fail", { restarts: 1, settings: { learningRate: 1e30 } }],
    ["a scale of its own", { scale: 3, kernelSize: 9 }],
  ] as const)("find what one after the other finds: %s", async (_, options) => {
    const alone = await outcome({ ...quick, ...options, threads: 1 });
    const together = await outcome({ ...quick, ...options, threads: 2 });
    expect([alone.trainers, together.trainers]).toEqual([1, 2]);
    expect(together.found).toEqual(alone.found);
  });

  it.skipIf(!hasProcessors)("throw what is wrong with the image, with its code", async () => {
    const flat = planarImage(96, 80, 1);
    flat.data.fill(0.5);
    const estimate = estimateKernel(image, quick, {
      openTrainers: (task, ...others) => trainersInProcesses({ ...task, image: flat }, ...others),
    });
    await expect(estimate).rejects.toMatchObject({ name: "KernelGanError", code: "image-flat" });
  });

  it("throw what a listener throws", async () => {
    const estimate = estimateKernel(image, quick, {
      openTrainers: trainersInProcesses,
      onProgress({ training }) {
        if (training) throw new Error("enough");
      },
    });
    await expect(estimate).rejects.toThrow("enough");
  });

  it.skipIf(!hasProcessors || process.platform === "win32")(
    "find the same though they are killed",
    async () => {
      const before = childrenOf(process.pid);
      let killed = 0;
      const options = { ...quick, iterations: 60, runs: 2 };
      const { kernel } = await estimateKernel(image, options, {
        openTrainers: trainersInProcesses,
        onProgress({ training }) {
          if (!training || killed > 0) return;
          for (const pid of childrenOf(process.pid).filter((child) => !before.includes(child))) {
            try {
              if (process.kill(pid, "SIGKILL")) killed++;
            } catch {
              // That is `ps` itself.
            }
          }
        },
      });
      expect(killed).toBeGreaterThan(0);
      expect(kernel).toEqual((await estimateKernel(image, options)).kernel);
    },
  );

  it.skipIf(!hasProcessors || process.platform === "win32")(
    "end at once when they are cancelled, and leave no process",
    async () => {
      const before = childrenOf(process.pid);
      const controller = new AbortController();
      let started: number[] = [];
      const options = { ...quick, iterations: 50_000, runs: 2 };
      const estimate = estimateKernel(image, options, {
        signal: controller.signal,
        openTrainers: trainersInProcesses,
        onProgress({ training }) {
          if (!training) return;
          started = childrenOf(process.pid).filter((pid) => !before.includes(pid));
          controller.abort();
        },
      });
      await expect(estimate).rejects.toMatchObject({ name: "AbortError", code: "aborted" });
      expect(started.length).toBeGreaterThanOrEqual(2);
      await vi.waitFor(() => expect(started.filter(isAlive)).toEqual([]), { timeout: 10_000 });
      const again = estimateKernel(image, options, {
        signal: controller.signal,
        openTrainers: trainersInProcesses,
      });
      await expect(again).rejects.toMatchObject({ name: "AbortError" });
    },
  );
});

describe("trainersFor", () => {
  const processors = availableParallelism();
  const task = { image, device: "auto" } satisfies Partial<TrainingTask>;
  const ofSize = (width: number, height: number): PlanarImage => ({ ...image, width, height });
  it.each([
    ["one for each processor", task, 64, Math.min(processors, 64)],
    ["one for each thread", { ...task, threads: 2 }, 64, Math.min(processors, 2)],
    ["one for each run", task, 1, 1],
    ["one on a graphics card", { ...task, device: "cuda" as const }, 4, 1],
    ["two for 8 megapixels", { ...task, image: ofSize(4000, 2000) }, 4, Math.min(processors, 2)],
    ["one for more", { ...task, image: ofSize(6000, 4000) }, 4, 1],
  ])("%s", (_, given, runs, count) => {
    expect(trainersFor(given, runs)).toBe(count);
  });
});
