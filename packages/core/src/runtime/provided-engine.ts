/**
 * The engine, provided by a page: its file, which a page may fetch itself to show how far the download is, to keep it
 * in a cache, or because its bundler does not copy files; and the runtime for WebGPU, which is a package of its own.
 */
import type { OnnxRuntime } from "@kernelgan/engine";
import { check } from "../errors.js";
import { checkChoice } from "../range.js";
import { shown } from "../shown.js";

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
 * @throws KernelGanError `invalid-argument` for another device, bytes that are no WebAssembly module, or nothing at all
 */
export function provideEngine(device: WasmDevice, engine: ProvidedEngine): void {
  checkChoice("the device", device, ["wasm", "webgpu"]);
  check(
    typeof engine === "object" && engine !== null && !ArrayBuffer.isView(engine),
    () => `the engine must be { wasm }, { runtime } or both, got ${shown(engine)}`,
  );
  const { wasm, runtime } = engine;
  check(
    wasm !== undefined || runtime !== undefined,
    () => `the engine must have "wasm", "runtime" or both, and has neither`,
  );
  check(
    wasm === undefined || isWasm(wasm),
    () =>
      `"wasm" must be the bytes of a WebAssembly module, got ${shown(wasm)}; look at what the server answered`,
  );
  check(
    runtime === undefined || isRuntime(runtime),
    () => `"runtime" must be ONNX Runtime, await import("onnxruntime-web/webgpu"), got ${shown(runtime)}`,
  );
  provided.set(device, engine);
}

/** WebAssembly's magic number: a server may have answered with a page. */
function isWasm(wasm: unknown): boolean {
  return wasm instanceof Uint8Array && [0, 0x61, 0x73, 0x6d].every((byte, i) => wasm[i] === byte);
}

function isRuntime(runtime: unknown): boolean {
  return typeof runtime === "object" && runtime !== null && "InferenceSession" in runtime;
}

/** The bytes that were provided for a device. */
export function providedWasm(device: string): Uint8Array | undefined {
  return provided.get(device)?.wasm;
}

/** The runtime that was provided for a device. */
export function providedRuntime(device: string): OnnxRuntime | undefined {
  return provided.get(device)?.runtime;
}
