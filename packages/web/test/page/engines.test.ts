import { describe, expect, it, vi } from "vitest";
import { loadPage } from "../helpers/session.js";

const engines = async (search = "") => (await loadPage(search)).engines;

describe("the engine", () => {
  it("is WebAssembly with two threads by default", async () => {
    const { chosenEngine, engineName } = await engines();
    expect(chosenEngine.value).toEqual({ device: "wasm", threads: 2 });
    expect(engineName(chosenEngine.value)).toBe("WebAssembly, 2 threads");
    expect(engineName({ device: "wasm", threads: 1 })).toBe("WebAssembly, one thread");
    expect(engineName({ device: "webgpu", threads: 1 })).toBe("WebGPU");
  });

  it("has at most the threads of this device", async () => {
    const { chosenEngine, engineOptions } = await engines("?engine=wasm-16");
    expect(chosenEngine.value).toEqual({ device: "wasm", threads: 4 });
    expect(engineOptions.value.map(({ value }) => value)).toEqual(["wasm-4", "wasm-2", "wasm-1"]);
  });

  it("is WebGPU where that is chosen, or has proved faster", async () => {
    const linked = await engines("?engine=webgpu");
    expect(linked.chosenEngine.value).toEqual({ device: "webgpu", threads: 1 });
    expect(linked.engineOptions.value[0]).toEqual({ value: "webgpu", name: "WebGPU" });

    const { chosenEngine, comparison } = await engines();
    comparison.value = { wasm: 8, webgpu: 5 };
    expect(chosenEngine.value.device).toBe("webgpu");
    comparison.value = { wasm: 8, webgpu: 9 };
    expect(chosenEngine.value.device).toBe("wasm");
    comparison.value = { wasm: 8, webgpu: null };
    expect(chosenEngine.value.device).toBe("wasm");
  });

  it("computes nothing for a kernel that is given, but by ZSSR, and for lists", async () => {
    const { settings, state } = await loadPage("?kernel=kernelgan");
    expect(state.usesEngine.value).toBe(true);
    const kernel = { size: 1, data: Float64Array.of(1) };
    state.givenKernel.value = { name: "mine.npy", kernel, warnings: [] };
    expect(state.usesEngine.value).toBe(false);
    settings.settings.method.value = "zssr";
    expect(state.usesEngine.value).toBe(true);
    settings.settings.method.value = "fast";
    state.showsQueue.value = true;
    expect(state.usesEngine.value).toBe(true);
  });

  it("is offered as WebGPU only on a graphics card", async () => {
    const { hasWebGpu, lookForWebGpu } = await engines();
    const adapters = [{}, { isFallbackAdapter: true }, { info: { isFallbackAdapter: true } }, null];
    const found: boolean[] = [];
    for (const adapter of adapters) {
      vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => adapter } });
      await lookForWebGpu();
      found.push(hasWebGpu.value);
    }
    expect(found).toEqual([true, false, false, false]);
  });
});
