/**
 * The engine's WebAssembly, handed in by a page that fetches the file itself: to show how far the download is, to keep
 * the file in a cache, to serve it from elsewhere. Where nothing is handed in, ONNX Runtime fetches the file that the
 * bundler laid beside it.
 */

/** Devices whose engine is a WebAssembly file. */
export type WasmDevice = "wasm" | "webgpu";

const given = new Map<WasmDevice, Uint8Array>();

/**
 * Hands in the engine of a device, before its first use; later is too late.
 *
 * @param bytes the file: `onnxruntime-web/ort-wasm-simd-threaded.wasm` for `wasm`,
 *   `onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm` for `webgpu`
 * @example
 * import address from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url"; // Vite
 * const response = await fetch(address);
 * provideEngine("wasm", new Uint8Array(await response.arrayBuffer()));
 */
export function provideEngine(device: WasmDevice, bytes: Uint8Array): void {
  given.set(device, bytes);
}

/** What was handed in for a device. */
export function providedEngine(device: string): Uint8Array | undefined {
  return given.get(device as WasmDevice);
}
