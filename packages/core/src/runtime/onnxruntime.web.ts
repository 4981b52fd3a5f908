/** What a browser has in place of the native ONNX Runtime: WebGPU, if the page brings it. See onnxruntime.node.ts. */
import type { OnnxRuntime } from "@kernelgan/engine";
import { KernelGanError } from "../errors.js";
import { providedRuntime } from "./provided-engine.js";

export const hasNative: boolean = false;

export const loadNative = (): Promise<OnnxRuntime> =>
  Promise.reject(new KernelGanError("device-unavailable", "a browser has no native ONNX Runtime"));

/** @throws KernelGanError `device-unavailable` if the page has not provided it */
export async function loadWebGpu(): Promise<OnnxRuntime> {
  const runtime = providedRuntime("webgpu");
  if (runtime) return runtime;
  throw new KernelGanError(
    "device-unavailable",
    'its runtime is missing (npm install onnxruntime-web; provideEngine("webgpu", { runtime: await import("onnxruntime-web/webgpu") }))',
  );
}

/** Processors of this machine, as far as the browser tells. */
export function processors(): number {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return navigator?.hardwareConcurrency ?? 1;
}
