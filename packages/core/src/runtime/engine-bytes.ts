/**
 * The engine's WebAssembly, provided by a page that fetches the file itself: to show how far the download is, to keep
 * the file in a cache, to serve it from elsewhere. Where nothing is provided, ONNX Runtime fetches the file that the
 * bundler put beside it.
 */

/** Devices whose engine is a WebAssembly file. */
export type WasmDevice = "wasm" | "webgpu";

const provided = new Map<string, Uint8Array>();

/**
 * Provides the engine of a device; to be called before the device is first used.
 *
 * @param bytes the file: `onnxruntime-web/ort-wasm-simd-threaded.wasm` for `wasm`,
 *   `onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm` for `webgpu`
 * @example
 * import address from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url"; // Vite
 * const response = await fetch(address);
 * provideEngine("wasm", new Uint8Array(await response.arrayBuffer()));
 */
export function provideEngine(device: WasmDevice, bytes: Uint8Array): void {
  provided.set(device, bytes);
}

/** What was provided for a device. */
export function providedEngine(device: string): Uint8Array | undefined {
  return provided.get(device);
}
