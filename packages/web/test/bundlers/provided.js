/** The recipe of core's README for bundlers that do not copy the engine by themselves. */
import { provideEngine } from "@kernelgan/core";
import address from "@kernelgan/engine/onnxruntime.wasm";

const response = await fetch(new URL(address, import.meta.url));
provideEngine("wasm", { wasm: new Uint8Array(await response.arrayBuffer()) });
await import("./entry.js");
