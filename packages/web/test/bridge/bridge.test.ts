import { KernelGanError } from "@kernelgan/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { Client } from "../../src/bridge/client.js";
import type { Task } from "../../src/bridge/messages.js";
import { type Handlers, type Scope, serve } from "../../src/bridge/serve.js";

interface TestTasks {
  double: Task<number, number, string>;
  wait: Task<string, never>;
  fail: Task<Error, never>;
}

/** Both ends of a bridge, in one thread. */
function bridge(handlers: Partial<Handlers<TestTasks>> = {}): { client: Client<TestTasks>; log: string[] } {
  const { port1, port2 } = new MessageChannel();
  const log: string[] = [];
  serve<TestTasks>(port2 as unknown as Scope, {
    async double(number, { report }) {
      report("half way");
      return { value: 2 * number };
    },
    async wait(name, { signal }) {
      log.push(`${name} starts`);
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      log.push(`${name} ends`);
      throw new KernelGanError("aborted", "cancelled");
    },
    async fail(error) {
      throw error;
    },
    ...handlers,
  });
  const worker = Object.assign(port1, { terminate: () => port1.close() });
  onTestFinished(() => {
    port1.close();
    port2.close();
  });
  return { client: new Client<TestTasks>(worker as unknown as Worker), log };
}

describe("the bridge between page and worker", () => {
  it("returns values, and reports progress", async () => {
    const { client } = bridge();
    const progress: string[] = [];
    await expect(client.call("double", 21, { onProgress: (at) => progress.push(at) })).resolves.toBe(42);
    expect(progress).toEqual(["half way"]);
  });

  it.each([
    [new KernelGanError("image-flat", "nothing there"), "image-flat"],
    [new RangeError("Array buffer allocation failed"), "out-of-memory"],
    [new KernelGanError("device-unavailable", "no", { cause: new Error("std::bad_alloc") }), "out-of-memory"],
    [new KernelGanError("device-unavailable", "no", { cause: new Error("404") }), "device-unavailable"],
    [new TypeError("x is not a function"), "unexpected"],
  ])("passes on errors with their codes: %s", async (error, code) => {
    const { client } = bridge({
      fail: async () => {
        throw error;
      },
    });
    await expect(client.call("fail", new Error())).rejects.toMatchObject({ code, message: error.message });
  });

  it("cancels at once, and starts the next task when the worker has stopped", async () => {
    const { client, log } = bridge();
    const controller = new AbortController();
    const first = client.call("wait", "first", { signal: controller.signal });
    const second = client.call("double", 1);
    controller.abort();
    await expect(first).rejects.toMatchObject({ code: "aborted" });
    await expect(second).resolves.toBe(2);
    expect(log).toEqual(["first starts", "first ends"]);
  });

  it("does not start what was cancelled before its turn", async () => {
    const { client, log } = bridge();
    const [first, second] = [new AbortController(), new AbortController()];
    const waiting = client.call("wait", "first", { signal: first.signal });
    const cancelled = client.call("wait", "second", { signal: second.signal });
    second.abort();
    first.abort();
    await expect(waiting).rejects.toMatchObject({ code: "aborted" });
    await expect(cancelled).rejects.toMatchObject({ code: "aborted" });
    await client.call("double", 1);
    expect(log).toEqual(["first starts", "first ends"]);
  });

  it("ends all calls when the worker dies", async () => {
    const { client } = bridge();
    const call = client.call("wait", "first");
    client.worker.onerror?.(Object.assign(new Event("error"), { message: "killed" }) as ErrorEvent);
    await expect(call).rejects.toMatchObject({ code: "worker-died", message: "killed" });
    await expect(client.call("double", 1)).rejects.toMatchObject({ code: "worker-died" });
  });
});
