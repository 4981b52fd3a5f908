/** What the functions that open a queue say to options that make no sense, before they connect. */
import { describe, expect, it } from "vitest";
import { openJobQueue } from "../src/job-queue.js";
import { startWorker } from "../src/queue-worker.js";

const address = { url: "redis://:secret@localhost:1", name: "test" };
const work = {
  ...address,
  concurrency: 1,
  parse: (data: unknown) => data,
  process: async () => ({}),
  describe: () => ({ code: "internal", message: "none", passing: false }),
};

describe("options", () => {
  it.each([
    [{ name: "test" }, /^not an address of Redis/],
    [{ url: address.url }, /^"name" must be a text$/],
    [{ ...address, atempts: 2 }, /^there is no option "atempts"; valid options: url, name, .* lookEvery$/],
    [{ ...address, attempts: 0 }, /^"attempts" must be a positive integer$/],
    [{ ...address, backoff: Number.NaN }, /^"backoff" must be a number of at least 0$/],
    [{ ...address, onNotice: "log" }, /^"onNotice" must be a function$/],
    [undefined, /^the options must be an object$/],
    [address.url, /^the options must be an object$/],
  ])("of openJobQueue, case %#", async (options, message) => {
    await expect(openJobQueue(options as typeof address)).rejects.toMatchObject({
      name: "QueueError",
      code: "invalid-argument",
      message: expect.stringMatching(message),
    });
  });

  it.each([
    [{ ...work, concurrency: 1.5 }, /^"concurrency" must be a positive integer$/],
    [{ ...work, process: undefined }, /^"process" must be a function$/],
    [{ ...work, silence: "long" }, /^"silence" must be a positive number$/],
    [null, /^the options must be an object$/],
  ])("of startWorker, case %#", async (options, message) => {
    await expect(startWorker(options as typeof work)).rejects.toMatchObject({
      name: "QueueError",
      code: "invalid-argument",
      message: expect.stringMatching(message),
    });
  });
});
