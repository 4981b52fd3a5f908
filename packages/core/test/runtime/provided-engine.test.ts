import { expect, it } from "vitest";
import {
  type ProvidedEngine,
  providedRuntime,
  providedWasm,
  provideEngine,
} from "../../src/runtime/provided-engine.js";

it("keeps what a page provides for a device", () => {
  expect(providedWasm("webgpu")).toBeUndefined();
  const wasm = Uint8Array.of(0, 97, 115, 109);
  const runtime = { InferenceSession: {} } as NonNullable<ProvidedEngine["runtime"]>;
  provideEngine("webgpu", { wasm, runtime });
  expect(providedWasm("webgpu")).toBe(wasm);
  expect(providedRuntime("webgpu")).toBe(runtime);
  expect(providedWasm("cpu")).toBeUndefined();
});

it.each<[string, unknown, string]>([
  ["cpu", {}, 'the device must be one of wasm, webgpu, got "cpu"'],
  ["wasm", undefined, "the engine must be { wasm }, { runtime } or both, got undefined"],
  [
    "wasm",
    Uint8Array.of(0, 97, 115, 109),
    "the engine must be { wasm }, { runtime } or both, got Uint8Array(4)",
  ],
  ["wasm", {}, 'the engine must have "wasm", "runtime" or both, and has neither'],
  [
    "wasm",
    { wasm: new TextEncoder().encode("<!doctype html>") },
    '"wasm" must be the bytes of a WebAssembly module',
  ],
  ["webgpu", { runtime: {} }, '"runtime" must be ONNX Runtime'],
  ["webgpu", { runtime: null }, '"runtime" must be ONNX Runtime'],
])("refuses for %s what is no engine, case %#", (device, engine, message) => {
  expect(() => provideEngine(device as "wasm", engine as ProvidedEngine)).toThrow(
    expect.objectContaining({ code: "invalid-argument", message: expect.stringContaining(message) }),
  );
});
