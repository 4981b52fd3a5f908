/** Devices and engines: the words and types that device.ts and session.ts share. */
import type { OnnxRuntime } from "@kernelgan/engine";
import type { Dialect } from "../graph/graph.js";
import type { Warning } from "../warnings.js";

/** Where to compute; see device.ts for what each word means. */
export type Device = "auto" | "cpu" | "wasm" | "webgpu" | "cuda" | "dml" | "coreml";

/** All device words. */
export const DEVICES: readonly Device[] = ["auto", "cpu", "wasm", "webgpu", "cuda", "dml", "coreml"];

/** A device that computes, as opposed to the choice `auto`. */
export type ConcreteDevice = Exclude<Device, "auto">;

/** A device that exists here, ready to load graphs. */
export interface Engine {
  readonly runtime: OnnxRuntime;
  readonly device: ConcreteDevice;
  /** Name of the execution provider. */
  readonly provider: string;
  readonly threads: number;
  /** Which operations graphs should prefer here. */
  readonly dialect: Dialect;
  /** That WebAssembly stands in for the native runtime, if it does. */
  readonly warning: Warning | undefined;
}
