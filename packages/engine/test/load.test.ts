import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isWasm, prepare } from "../src/load.js";
import { type OnnxRuntime, wasmFeatures } from "../src/node.js";

const FILE = new URL("../dist/ort/ort-wasm-simd-threaded.wasm", import.meta.url);

/** What `prepare` looks at of a runtime. */
const runtime = (): OnnxRuntime => ({ env: { wasm: {} } }) as unknown as OnnxRuntime;
const none = (): Promise<never> => Promise.reject(new Error("looked for the file"));

describe("the preparation of ONNX Runtime", () => {
  it("looks for the file once, and for none that was given", async () => {
    const ort = runtime();
    await expect(prepare(ort, { threads: 1 }, none)).rejects.toThrow("looked for the file");
    const wasm = Uint8Array.of(0, 97, 115, 109);
    await prepare(ort, { threads: 2, wasm }, none);
    expect(ort.env.wasm).toEqual({ wasmBinary: wasm, numThreads: 2 });
    await prepare(ort, { threads: 1 }, none);
    expect(ort.env.wasm).toEqual({ wasmBinary: wasm, numThreads: 1 });
  });

  it("makes products faster where there is relaxed SIMD, and a module that compiles", async () => {
    const wasm = readFileSync(FILE);
    const ort = runtime();
    await prepare(ort, { threads: 1, wasm }, none);
    const { relaxedSimd } = await wasmFeatures();
    const prepared = ort.env.wasm.wasmBinary as Uint8Array<ArrayBuffer>;
    expect(Buffer.compare(prepared, wasm) !== 0).toBe(relaxedSimd);
    expect(WebAssembly.validate(prepared)).toBe(true);
  });
});

it("a page in place of the file is not taken for it", () => {
  expect(isWasm(new TextEncoder().encode("<!doctype html>"))).toBe(false);
  expect(isWasm(readFileSync(FILE).subarray(0, 100))).toBe(true);
});

describe("in a browser", () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ["a page", () => Promise.resolve(new Response("<!doctype html>")), "is not ONNX Runtime's file"],
    ["nothing", () => Promise.resolve(new Response("", { status: 404 })), "cannot be fetched (404)"],
    ["no answer", () => Promise.reject(new TypeError("refused")), "cannot be fetched"],
  ])("%s in place of the file is an error that says what to do", async (_, fetch, reason) => {
    vi.stubGlobal("fetch", fetch);
    const { loadOnnxRuntime } = await import("../src/web.js");
    const loading = loadOnnxRuntime({ threads: 1 });
    await expect(loading).rejects.toThrow(reason);
    await expect(loading).rejects.toThrow("@kernelgan/engine/onnxruntime.wasm");
  });
});
