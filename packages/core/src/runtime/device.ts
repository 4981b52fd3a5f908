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
import { loadOnnxRuntime, type OnnxRuntime } from "@kernelgan/engine";
import { hasNative, loadNative, loadWebGpu, processors } from "#onnxruntime";
import { KernelGanError } from "../errors.js";
import { Graph } from "../graph/graph.js";
import { add } from "../graph/ops/arithmetic.js";
import { saysNoMemory } from "../no-memory.js";
import { checkChoice, checkInteger } from "../range.js";
import { canShareMemory } from "../shared-memory.js";
import { type ConcreteDevice, DEVICES, type Device, type Engine } from "./engine.js";
import { providedWasm } from "./provided-engine.js";
import { openSession } from "./session.js";

const LOADERS: Record<ConcreteDevice, (threads: number) => Promise<OnnxRuntime>> = {
  cpu: loadNative,
  wasm: (threads) => loadOnnxRuntime({ threads, wasm: providedWasm("wasm") }),
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
      if (isLackOfMemory(cause)) throw cause;
      const working = await workingDevices();
      const others = working.length > 0 ? `; use ${working.join(" or ")}` : "";
      throw new KernelGanError(
        "device-unavailable",
        `the device "${device}" does not work here${reasonText(cause)}${others}`,
        { cause },
      );
    }
  }
  if (!hasNative) return onlyEngine(count);
  try {
    return await tryEngine("cpu", count);
  } catch (cause) {
    const engine = await onlyEngine(count);
    return {
      ...engine,
      warning: {
        code: "slow-engine",
        message: `networks are computed in WebAssembly, which takes two to three times as long${reasonText(cause)}`,
      },
    };
  }
}

/** The last resort. */
async function onlyEngine(threads: number): Promise<Engine> {
  try {
    return await tryEngine("wasm", threads);
  } catch (cause) {
    if (isLackOfMemory(cause)) throw cause;
    throw new KernelGanError(
      "device-unavailable",
      `the engine that networks are computed with does not start${reasonText(cause)}`,
      { cause },
    );
  }
}

/** Not the device's fault: a smaller image may do. ONNX Runtime passes on what was thrown as text. */
function isLackOfMemory(cause: unknown): boolean {
  const text = String(cause);
  return cause instanceof RangeError || text.includes("RangeError") || saysNoMemory(text);
}

/** ": the native runtime is not installed (npm install …)". */
function reasonText(cause: unknown): string {
  if (!(cause instanceof Error)) return "";
  return `: ${cause.message.split("\n")[0]}`;
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
      await probe(await tryEngine(device, 1));
      working.push(device);
    } catch {
      // It does not work here.
    }
  }
  return working;
}

async function tryEngine(device: ConcreteDevice, threads: number): Promise<Engine> {
  const runtime = await LOADERS[device](threads);
  const bytes = device === "webgpu" ? providedWasm(device) : undefined;
  if (bytes) runtime.env.wasm.wasmBinary = bytes;
  const engine: Engine = {
    runtime,
    device,
    provider: device,
    // A bundle that is one file has one thread, however many are asked for (engine/src/web.ts).
    threads: (device === "wasm" ? runtime.env.wasm.numThreads : undefined) ?? threads,
    dialect: device === "wasm" || device === "webgpu" ? device : "native",
    warning: undefined,
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
