/**
 * Which engine to use. Automatic is WebAssembly, unless WebGPU has proved faster on this device: once, after the first
 * estimate and while nothing else runs, both train for a moment, and the times are stored.
 */
import { computed, signal } from "@preact/signals";
import { Client } from "../bridge/client.js";
import type { EngineChoice, WorkerTasks } from "../tasks.js";
import { type EngineSetting, engine } from "./settings.js";
import { store, stored } from "./storage.js";

/** Milliseconds of an iteration; null where WebGPU failed. */
interface Comparison {
  wasm: number;
  webgpu: number | null;
}

/** More do not help: the operations are too small to be divided among them (runtime/device.ts in core). */
const DEFAULT_THREADS = 2;

const STORE = `kernelgan-engines-${CORE_VERSION}`;

/** Threads that the engine may use here: one unless the page is cross-origin isolated. */
export const MAX_THREADS: number = crossOriginIsolated ? navigator.hardwareConcurrency : 1;

/** The result of the comparison, if there was one. */
export const comparison = signal<Comparison | undefined>(storedComparison());
export const comparing = signal(false);
/** Whether there is WebGPU on a graphics card, not a software renderer. */
export const hasWebGpu = signal(false);

/** The engine that is used. */
export const chosenEngine = computed<EngineChoice>(() => {
  const [device, threads] = engine.value.split("-");
  if (device === "webgpu") return { device, threads: 1 };
  if (device === "wasm") return { device, threads: Math.min(Number(threads), MAX_THREADS) };
  const { wasm, webgpu } = comparison.value ?? {};
  return wasm && webgpu && webgpu < wasm
    ? { device: "webgpu", threads: 1 }
    : { device: "wasm", threads: Math.min(DEFAULT_THREADS, MAX_THREADS) };
});

/** "WebAssembly, 2 threads". */
export function engineName({ device, threads }: EngineChoice): string {
  return device === "webgpu"
    ? "WebGPU"
    : `WebAssembly, ${threads === 1 ? "one thread" : `${threads} threads`}`;
}

/** The choices to offer besides automatic. */
export const engineOptions = computed<{ value: EngineSetting; name: string }[]>(() => {
  const counts = [...new Set([1, 2, 4, 8].map((count) => Math.min(count, MAX_THREADS)))].reverse();
  return [
    ...(hasWebGpu.value || engine.value === "webgpu" ? [{ value: "webgpu", name: "WebGPU" } as const] : []),
    ...counts.map((threads) => ({
      value: `wasm-${threads}` as const,
      name: engineName({ device: "wasm", threads }),
    })),
  ];
});

export function startWorker(): Client<WorkerTasks> {
  return new Client(new Worker(new URL("../worker/worker.ts", import.meta.url), { type: "module" }));
}

interface Adapter {
  isFallbackAdapter?: boolean;
  info?: { isFallbackAdapter?: boolean };
}

/** Asks the browser for WebGPU. */
export async function lookForWebGpu(): Promise<void> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<Adapter | null> } };
  const adapter = await gpu?.requestAdapter().catch(() => null);
  hasWebGpu.value = Boolean(adapter && !(adapter.isFallbackAdapter || adapter.info?.isFallbackAdapter));
}

/** Compares both engines and stores the result, unless it is cancelled. */
export async function compareEngines(signal?: AbortSignal): Promise<void> {
  if (comparing.value) return;
  comparing.value = true;
  try {
    const threads = Math.min(DEFAULT_THREADS, MAX_THREADS);
    const wasm = await probe({ device: "wasm", threads }, signal);
    const webgpu = await probe({ device: "webgpu", threads: 1 }, signal).catch(() => null);
    if (signal?.aborted) return;
    comparison.value = { wasm, webgpu };
    store(STORE, JSON.stringify(comparison.value));
  } catch {
    // Cancelled, or no engine works, which an estimate reports.
  } finally {
    comparing.value = false;
  }
}

async function probe(choice: EngineChoice, signal?: AbortSignal): Promise<number> {
  const worker = startWorker();
  try {
    return await worker.call("probe", choice, signal && { signal });
  } finally {
    worker.close();
  }
}

function storedComparison(): Comparison | undefined {
  try {
    return JSON.parse(stored(STORE) ?? "") as Comparison;
  } catch {
    return undefined;
  }
}
