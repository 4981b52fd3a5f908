/** ONNX Runtime's WebAssembly in Node. The same interface as web.ts. */
import { readFile } from "node:fs/promises";
import { type LoadOptions, prepare } from "./load.js";
import type { OnnxRuntime } from "./onnxruntime.js";

export { type LoadOptions, type WasmFeatures, wasmFeatures } from "./load.js";
export type * from "./onnxruntime.js";

/**
 * Loads ONNX Runtime.
 *
 * @throws Error if its file is not beside this module, as after bundling
 */
export async function loadOnnxRuntime(options: LoadOptions): Promise<OnnxRuntime> {
  const runtime: OnnxRuntime = await import("#ort");
  // Said in this way, bundlers that copy files (Next's) find both: the runtime's own way is hidden from them.
  const script = new URL("./ort/ort-wasm-simd-threaded.mjs", import.meta.url);
  runtime.env.wasm.wasmPaths ??= { mjs: script.href };
  return prepare(runtime, options, () =>
    readFile(new URL("./ort/ort-wasm-simd-threaded.wasm", import.meta.url)).catch((cause) => {
      throw new Error(
        "ONNX Runtime's file is missing; leave @kernelgan/engine out of the bundle (external)",
        {
          cause,
        },
      );
    }),
  );
}
