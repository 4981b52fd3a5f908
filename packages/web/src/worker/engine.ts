/**
 * Fetches the engine (ONNX Runtime's WebAssembly, 14 MB; 27 MB for WebGPU) once: the file's name contains its hash, so
 * that a file of that name in the browser's cache storage is never outdated.
 */
import { provideEngine } from "@kernelgan/core";
import wasmUrl from "@kernelgan/engine/onnxruntime.wasm?url";
import webGpuUrl from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import { TaskError } from "../bridge/messages.js";
import { ENGINE_CACHE } from "../cache-names.js";
import type { EngineChoice, EngineProgress } from "../tasks.js";

const FILES = {
  wasm: { address: wasmUrl, bytes: ENGINE_BYTES.wasm },
  webgpu: { address: webGpuUrl, bytes: ENGINE_BYTES.webgpu },
};
const ready = new Set<string>();

/**
 * Fetches the engine of the device, unless it is loaded already.
 *
 * @throws TaskError `engine-not-fetched`
 */
export async function loadEngine(
  device: EngineChoice["device"],
  signal: AbortSignal,
  report: (progress: EngineProgress) => void,
): Promise<void> {
  if (ready.has(device)) return;
  const file = FILES[device];
  const { address } = file;
  // Pages served over plain http from another machine have no cache storage.
  const cache = globalThis.caches && (await caches.open(ENGINE_CACHE));
  const kept = await cache?.match(address);
  const wasm = kept ? new Uint8Array(await kept.arrayBuffer()) : await download(file, signal, report);
  if (!kept) {
    const headers = { "content-type": "application/wasm" };
    // Caching may fail, e.g. on a full disk.
    await cache?.put(address, new Response(wasm, { headers })).catch(() => {});
  }
  const runtime = device === "webgpu" ? await import("onnxruntime-web/webgpu") : undefined;
  provideEngine(device, { wasm, runtime });
  ready.add(device);
}

async function download(
  { address, bytes }: (typeof FILES)["wasm"],
  signal: AbortSignal,
  report: (progress: EngineProgress) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const failing =
    (why: string) =>
    (cause: unknown): never => {
      throw signal.aborted ? cause : notFetched(why);
    };
  const response = await fetch(address, { signal }).catch(failing("there is no connection"));
  if (!response.ok || !response.body) throw notFetched(`the server answers ${response.status}`);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let loaded = 0;
  let reported = 0;
  const reader = response.body.getReader();
  const read = () => reader.read().catch(failing("the connection was lost"));
  for (let part = await read(); !part.done; part = await read()) {
    parts.push(part.value);
    loaded += part.value.length;
    if (loaded - reported > bytes / 50) {
      report({ stage: "engine", loaded, bytes });
      reported = loaded;
    }
  }
  report({ stage: "engine", loaded: bytes, bytes });
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const notFetched = (why: string): TaskError => new TaskError("engine-not-fetched", why);
