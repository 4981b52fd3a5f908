/**
 * The one place that maps device words to ONNX Runtime's execution providers.
 *
 * | word     | where                | provider                                   |
 * | -------- | -------------------- | ------------------------------------------ |
 * | `cpu`    | Node                 | native CPU                                 |
 * | `wasm`   | Node, browser        | WebAssembly with SIMD and threads          |
 * | `webgpu` | Node, browser        | WebGPU                                     |
 * | `cuda`   | Node, Linux, Windows | CUDA, where its libraries are installed    |
 * | `dml`    | Node, Windows        | DirectML                                   |
 * | `coreml` | Node, macOS          | CoreML                                     |
 * | `auto`   | everywhere           | `cpu`; `wasm` where there is no native CPU |
 *
 * `auto` never picks a GPU: an iteration consists of hundreds of small operations, whose launches cost a GPU more
 * time than a CPU takes for the arithmetic.
 */

import { hasNative, loadNative, loadWasm, loadWebGpu, processors } from "#onnxruntime";
import { KernelGanError } from "../errors.js";
import { Graph } from "../graph/graph.js";
import { add } from "../graph/ops/arithmetic.js";
import { checkChoice, checkInteger } from "../range.js";
import { canShareMemory } from "../shared-memory.js";
import { type ConcreteDevice, DEVICES, type Device, type Engine } from "./engine.js";
import { providedEngine } from "./engine-bytes.js";
import type { OnnxRuntime } from "./onnxruntime.js";
import { openSession } from "./session.js";

export { DEVICES, type Device, type Engine } from "./engine.js";

const LOADERS: Record<ConcreteDevice, () => Promise<OnnxRuntime>> = {
  cpu: loadNative,
  wasm: loadWasm,
  webgpu: loadWebGpu,
  cuda: loadNative,
  dml: loadNative,
  coreml: loadNative,
};

/**
 * The engine for a device word.
 *
 * @param threads CPU threads; default: two, or one where there is only one processor. More do not help: the
 *   operations are too small to be divided among more.
 * @throws KernelGanError `invalid-argument` for an unknown word or thread count, `device-unavailable` (listing the
 *   devices that work here) if the device does not exist here
 */
export async function openEngine(device: Device = "auto", threads?: number): Promise<Engine> {
  checkChoice("the device", device, DEVICES);
  if (threads !== undefined) checkInteger("the number of threads", threads, { min: 1 });
  const count = threads ?? Math.min(2, engineProcessors());
  if (device !== "auto") {
    try {
      return await tryEngine(device, count);
    } catch (cause) {
      const working = await workingDevices();
      throw new KernelGanError(
        "device-unavailable",
        `the device "${device}" does not work here; use ${working.join(" or ")}`,
        { cause },
      );
    }
  }
  if (!hasNative) return tryEngine("wasm", count);
  try {
    return await tryEngine("cpu", count);
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
    const engine = await tryEngine("wasm", count);
    return {
      ...engine,
      notice: `using WebAssembly, two to three times slower than the native package: ${reason}`,
    };
  }
}

/** Processors that an engine can use: WebAssembly's threads need shared memory. */
export function engineProcessors(): number {
  return canShareMemory() ? processors() : 1;
}

/**
 * The devices that work here, found by trying each. In Node WebGPU is left out: where there is no driver, trying it
 * prints warnings that cannot be turned off.
 */
export async function workingDevices(): Promise<ConcreteDevice[]> {
  const working: ConcreteDevice[] = [];
  const candidates = DEVICES.filter((d) => d !== "auto").filter(
    (d) => d !== "webgpu" || loadWebGpu !== loadNative,
  );
  for (const device of candidates) {
    try {
      await tryEngine(device, 1);
      working.push(device);
    } catch {
      // It does not work here.
    }
  }
  return working;
}

async function tryEngine(device: ConcreteDevice, threads: number): Promise<Engine> {
  const runtime = await LOADERS[device]();
  const bytes = providedEngine(device);
  if (bytes) runtime.env.wasm.wasmBinary = bytes;
  // The number of WebAssembly threads is fixed when the first session is made.
  if (device === "wasm") runtime.env.wasm.numThreads = threads;
  const engine: Engine = {
    runtime,
    device,
    provider: device,
    threads,
    dialect: device === "wasm" || device === "webgpu" ? device : "native",
    notice: undefined,
  };
  if (device !== "wasm" && device !== "cpu") await probe(engine);
  return engine;
}

/** Makes a session of one addition: providers that are not there, or find no hardware, fail here. */
async function probe(engine: Engine): Promise<void> {
  const graph = new Graph();
  const x = graph.input("x", [2]);
  graph.output("y", add(x, x));
  const session = await openSession(engine, graph);
  try {
    await session.run({ x: session.tensor(Float32Array.of(1, 2), [2]) });
  } finally {
    await session.release();
  }
}
