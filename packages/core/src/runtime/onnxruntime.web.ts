/** ONNX Runtime in a browser: WebAssembly, or WebGPU. See onnxruntime.node.ts. */
import type { OnnxRuntime } from "./onnxruntime.js";

export const hasNative: boolean = false;

export const loadNative = (): Promise<OnnxRuntime> =>
  Promise.reject(new Error("a browser has no native ONNX Runtime"));

export const loadWasm = async (): Promise<OnnxRuntime> => import("onnxruntime-web/wasm");

export const loadWebGpu = async (): Promise<OnnxRuntime> => import("onnxruntime-web/webgpu");

/** Threads that WebAssembly may use here: one where the page is not cross-origin isolated. */
export function processors(): number {
  const scope = globalThis as { crossOriginIsolated?: boolean; navigator?: { hardwareConcurrency?: number } };
  return scope.crossOriginIsolated ? (scope.navigator?.hardwareConcurrency ?? 1) : 1;
}
