import { describe, expect, it } from "vitest";
import { inParallel } from "../../src/batch/in-parallel.js";

const pause = (): Promise<void> => new Promise(setImmediate);

describe("inParallel", () => {
  it("begins in order, so many at a time", async () => {
    const begun: [string, number][] = [];
    let running = 0;
    let most = 0;
    await inParallel([..."abcdefg"], 3, async (item, index) => {
      begun.push([item, index]);
      most = Math.max(most, ++running);
      await pause();
      running--;
    });
    expect(begun).toEqual([..."abcdefg"].map((item, index) => [item, index]));
    expect(most).toBe(3);
  });

  it("stops at the first error, once what is under way has ended", async () => {
    const ended: string[] = [];
    const running = inParallel([..."abcdef"], 2, async (item) => {
      if (item === "b") throw new Error("first");
      await pause();
      ended.push(item);
    });
    await expect(running).rejects.toThrow("first");
    expect(ended).toEqual(["a"]);
  });

  it("has nothing to do with nothing", async () => {
    await inParallel([], 2, () => Promise.reject(new Error("called")));
  });
});
