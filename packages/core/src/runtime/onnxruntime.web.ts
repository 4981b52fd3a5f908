/** ONNX Runtime in a browser: WebAssembly, or WebGPU. See onnxruntime.node.ts. */
import type { OnnxRuntime } from "./onnxruntime.js";

export const hasNative: boolean = false;

export const loadNative = (): Promise<OnnxRuntime> =>
  Promise.reject(new Error("a browser has no native ONNX Runtime"));

export const loadWasm = async (): Promise<OnnxRuntime> => import("onnxruntime-web/wasm");

export const loadWebGpu = async (): Promise<OnnxRuntime> => import("onnxruntime-web/webgpu");

/** Processors of this machine, as far as the browser tells. */
export function processors(): number {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return navigator?.hardwareConcurrency ?? 1;
}
