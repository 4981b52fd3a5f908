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

it.each([
  ["cpu", {}],
  ["wasm", undefined],
  ["wasm", Uint8Array.of(0, 97, 115, 109)],
  ["wasm", { wasm: new TextEncoder().encode("<!doctype html>") }],
  ["webgpu", { runtime: {} }],
])("refuses for %s what is no engine: %j", (device, engine) => {
  expect(() => provideEngine(device as "wasm", engine as ProvidedEngine)).toThrow(
    expect.objectContaining({ code: "invalid-argument" }),
  );
});
