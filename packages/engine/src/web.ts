/** ONNX Runtime's WebAssembly in browsers. Vite and webpack copy the file that it looks for; others must be told to. */
import { isWasm, type LoadOptions, prepare } from "./load.js";
import type { OnnxRuntime } from "./onnxruntime.js";

export { type LoadOptions, type WasmFeatures, wasmFeatures } from "./load.js";
export type * from "./onnxruntime.js";

/**
 * Loads ONNX Runtime. It has one thread if a bundler has put its script into the same file as this one: its threads
 * load the script by its address, and would run the whole bundle instead, which does not answer.
 *
 * @throws Error if its file cannot be fetched, as after bundling by a program that does not copy it
 */
export async function loadOnnxRuntime(options: LoadOptions): Promise<OnnxRuntime> {
  const { address, ...runtime } = await import("#ort");
  const isBundled = address === import.meta.url;
  return prepare(runtime, isBundled ? { ...options, threads: 1 } : options, fetchWasm);
}

async function fetchWasm(): Promise<Uint8Array> {
  const address = new URL("./ort/ort-wasm-simd-threaded.wasm", import.meta.url);
  const hint =
    'copy @kernelgan/engine/onnxruntime.wasm there, or give its bytes to provideEngine("wasm", { wasm: bytes })';
  const response = await fetch(address).catch((cause) => {
    throw new Error(`${address} cannot be fetched; ${hint}`, { cause });
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (response.ok && isWasm(bytes)) return bytes;
  const reason = response.ok ? "is not ONNX Runtime's file" : `cannot be fetched (${response.status})`;
  throw new Error(`${address} ${reason}; ${hint}`);
}
