import { afterEach, expect, test, vi } from "vitest";
import {
  idleWorkers,
  keepWorkers,
  returnWorker,
  startWorkers,
  takeWorker,
} from "../../../../src/restore/fast/simd/crew.js";

let release = (): void => {};
afterEach(() => release());

test("workers wait while somebody keeps them, and are used again", async () => {
  release = keepWorkers();
  const releaseSecond = keepWorkers();
  await startWorkers(2);
  await startWorkers(2);
  expect(idleWorkers()).toBe(2);
  const worker = await takeWorker();
  expect(idleWorkers()).toBe(1);
  await returnWorker(worker);
  expect(await takeWorker()).toBe(worker);
  await returnWorker(worker);
  releaseSecond();
  releaseSecond();
  expect(idleWorkers()).toBe(2);
  release();
  expect(idleWorkers()).toBe(0);
});

test("nobody keeps them: they end", async () => {
  const worker = await takeWorker();
  await worker.exec("close");
  expect(worker.stats().totalWorkers).toBe(1);
  await returnWorker(worker);
  expect(idleWorkers()).toBe(0);
  await vi.waitUntil(() => worker.stats().totalWorkers === 0);
});
