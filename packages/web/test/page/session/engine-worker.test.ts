import { describe, expect, it, vi } from "vitest";
import { EngineWorker } from "../../../src/page/session/engine-worker.js";

const start = vi.fn(() => ({ isDead: false, close: vi.fn() }));
const ONE_THREAD = { device: "wasm", threads: 1 } as const;
const TWO_THREADS = { device: "wasm", threads: 2 } as const;

describe("the worker of an engine", () => {
  it("is kept while the engine stays the same", () => {
    const worker = new EngineWorker(start);
    const first = worker.get(ONE_THREAD);
    expect(worker.get({ ...ONE_THREAD })).toBe(first);
    const second = worker.get(TWO_THREADS);
    expect(second).not.toBe(first);
    expect(first.close).toHaveBeenCalledOnce();
    expect(second.close).not.toHaveBeenCalled();
  });

  it("is replaced after it was ended", () => {
    const worker = new EngineWorker(start);
    const first = worker.get(ONE_THREAD);
    worker.end();
    worker.end();
    expect(first.close).toHaveBeenCalledOnce();
    expect(worker.get(ONE_THREAD)).not.toBe(first);
  });

  it("is replaced after it died", () => {
    const worker = new EngineWorker(start);
    const first = worker.get(ONE_THREAD);
    first.isDead = true;
    expect(worker.get(ONE_THREAD)).not.toBe(first);
  });
});
