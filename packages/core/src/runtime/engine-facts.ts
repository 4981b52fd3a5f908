/** What there is here to train networks with, found by trying it. */
import { loadOnnxRuntime, type WasmFeatures, wasmFeatures } from "@kernelgan/engine";
import { hasNative, loadNative } from "#onnxruntime";
import { openEngine, workingDevices } from "./device.js";
import type { ConcreteDevice } from "./engine.js";
import { providedWasm } from "./provided-engine.js";

/** A runtime: its version, or why there is none. */
export type RuntimeFacts = { version: string } | { problem: string };

/** What there is. */
export interface EngineFacts {
  /** ONNX Runtime's WebAssembly. */
  wasm: RuntimeFacts;
  /** The native runtime; undefined where there can be none. */
  native: RuntimeFacts | undefined;
  /** Devices that work. In Node WebGPU is not tried. */
  devices: ConcreteDevice[];
  /** What the device `auto` takes. */
  auto: { device: ConcreteDevice; threads: number } | undefined;
  wasmFeatures: WasmFeatures;
}

export async function engineFacts(): Promise<EngineFacts> {
  const auto = await openEngine().catch(() => undefined);
  return {
    wasm: await facts(
      async () => (await loadOnnxRuntime({ threads: 1, wasm: providedWasm("wasm") })).env.versions.web,
    ),
    native: hasNative ? await facts(async () => (await loadNative()).env.versions.node) : undefined,
    devices: await workingDevices(),
    auto: auto && { device: auto.device, threads: auto.threads },
    wasmFeatures: await wasmFeatures(),
  };
}

async function facts(load: () => Promise<string | undefined>): Promise<RuntimeFacts> {
  try {
    return { version: (await load()) ?? "unknown" };
  } catch (error) {
    return { problem: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) };
  }
}
