/** The page's modules in Node, with stand-ins for what they take from the browser, and for the worker's tasks. */
import { vi } from "vitest";
import { type Handlers, type Scope, serve } from "../../src/bridge/serve.js";
import type { FileTasks, WorkerTasks } from "../../src/tasks.js";

type AllTasks = WorkerTasks & FileTasks;

/** Of a browser that writes all formats. */
const canvasThatDrawsNothing = () => ({
  getContext: () => null,
  toDataURL: (type = "image/webp") => `data:${type},`,
});

/** Stands in for the browser, and loads the page's modules again: they read the address and the device when loaded. */
export async function loadPage(search = "") {
  vi.resetModules();
  vi.stubGlobal("location", { search });
  vi.stubGlobal("navigator", { hardwareConcurrency: 4, deviceMemory: 8 });
  vi.stubGlobal("crossOriginIsolated", true);
  vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => {} });
  vi.stubGlobal("document", { createElement: canvasThatDrawsNothing });
  vi.stubGlobal("createImageBitmap", async () => ({ width: 40, height: 30, close() {} }));
  vi.stubGlobal("CORE_VERSION", "0.0.0");
  return {
    settings: await import("../../src/page/settings.js"),
    curves: await import("../../src/page/curves.js"),
    problems: await import("../../src/page/problems.js"),
    verdict: await import("../../src/page/verdict.js"),
    limits: await import("../../src/page/limits.js"),
    engines: await import("../../src/page/engines.js"),
    state: await import("../../src/page/session/state.js"),
    source: await import("../../src/page/session/source.js"),
    former: await import("../../src/page/session/former.js"),
    computation: await import("../../src/page/session/computation.js"),
    estimation: await import("../../src/page/session/estimation.js"),
    enlargement: await import("../../src/page/session/enlargement.js"),
    results: await import("../../src/page/session/results.js"),
    choosingPart: await import("../../src/page/session/choosing-part.js"),
    choosing: await import("../../src/page/session/choosing.js"),
    files: await import("../../src/page/session/file.js"),
    queue: await import("../../src/page/session/queue.js"),
    unsaved: await import("../../src/page/session/unsaved.js"),
    outputFile: await import("../../src/page/session/output-file.js"),
    leaving: await import("../../src/page/session/leaving.js"),
    waysOut: await import("../../src/page/session/ways-out.js"),
  };
}

/** What a test does in place of the worker's tasks; it can change them at any time. */
export type FakeTasks = {
  [Name in keyof AllTasks]?: Handlers<AllTasks>[Name] | undefined;
};

/**
 * Lets `new Worker` start a fake one, which does these tasks in this thread, over the real bridge.
 *
 * @returns how many were started, and how many of them ended
 */
export function fakeWorker(tasks: FakeTasks): { started: number; ended: number } {
  const counts = { started: 0, ended: 0 };
  class FakeWorker {
    readonly #ports = new MessageChannel();
    onmessage: ((event: MessageEvent) => unknown) | null = null;

    constructor() {
      counts.started++;
      const { port1, port2 } = this.#ports;
      port1.onmessage = (event) => this.onmessage?.(event);
      const handlers = new Proxy({} as Handlers<AllTasks>, {
        get: (_, task: keyof AllTasks) => tasks[task],
      });
      serve<AllTasks>(port2 as unknown as Scope, handlers);
    }

    postMessage(message: unknown): void {
      this.#ports.port1.postMessage(message);
    }

    terminate(): void {
      counts.ended++;
      this.#ports.port1.close();
      this.#ports.port2.close();
    }
  }
  vi.stubGlobal("Worker", FakeWorker);
  return counts;
}
