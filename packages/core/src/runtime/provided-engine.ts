/**
 * The engine, provided by a page: its file, which a page may fetch itself to show how far the download is, to keep it
 * in a cache, or because its bundler does not copy files; and the runtime for WebGPU, which is a package of its own.
 */
import type { OnnxRuntime } from "@kernelgan/engine";
import { check } from "../errors.js";

/** Devices that a page can provide something for. */
export type WasmDevice = "wasm" | "webgpu";

/** What a page provides. */
export interface ProvidedEngine {
  /**
   * The WebAssembly: `@kernelgan/engine/onnxruntime.wasm` for `wasm`,
   * `onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm` for `webgpu`. Default: the file that the bundler has put
   * beside the script.
   */
  wasm?: Uint8Array | undefined;
  /** For `webgpu`: `await import("onnxruntime-web/webgpu")`. */
  runtime?: OnnxRuntime | undefined;
}

const provided = new Map<string, ProvidedEngine>();

/**
 * Provides the engine of a device; to be called before the device is first used, in the thread that uses it. `fast` and
 * the methods that need no network have no engine.
 *
 * @example
 * import address from "@kernelgan/engine/onnxruntime.wasm?url"; // Vite; with esbuild: --loader:.wasm=file
 * const response = await fetch(address);
 * provideEngine("wasm", { wasm: new Uint8Array(await response.arrayBuffer()) });
 * @example
 * provideEngine("webgpu", { runtime: await import("onnxruntime-web/webgpu") });
 * @throws KernelGanError `invalid-argument` for another device, or bytes that are no WebAssembly module
 */
export function provideEngine(device: WasmDevice, engine: ProvidedEngine): void {
  check(device === "wasm" || device === "webgpu", () => `the device must be "wasm" or "webgpu"`);
  check(
    isEngine(engine),
    () => "the engine must be { wasm?, runtime? }: the bytes of a WebAssembly module, ONNX Runtime",
  );
  provided.set(device, engine);
}

function isEngine(engine: unknown): boolean {
  if (typeof engine !== "object" || engine === null || engine instanceof Uint8Array) return false;
  const { wasm, runtime } = engine as ProvidedEngine;
  // WebAssembly's magic number: a server may have answered with a page.
  const isWasm = wasm instanceof Uint8Array && [0, 0x61, 0x73, 0x6d].every((byte, i) => wasm[i] === byte);
  return (wasm === undefined || isWasm) && (runtime === undefined || "InferenceSession" in runtime);
}

/** The bytes that were provided for a device. */
export function providedWasm(device: string): Uint8Array | undefined {
  return provided.get(device)?.wasm;
}

/** The runtime that was provided for a device. */
export function providedRuntime(device: string): OnnxRuntime | undefined {
  return provided.get(device)?.runtime;
}
