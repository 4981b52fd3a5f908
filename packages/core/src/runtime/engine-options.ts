/** The options of every method that computes on an engine, from seeds. */
import type { OptionTable } from "../options/index.js";
import { DEVICES } from "./engine.js";

export const ENGINE_OPTIONS = {
  seed: {
    type: "integer",
    min: 0,
    max: 2 ** 32 - 1,
    default: 0,
    help: "start of all random numbers: same seed, machine and device, same result",
  },
  device: { type: "choice", values: DEVICES, default: "auto", help: "where to compute" },
  threads: {
    type: "integer",
    min: 1,
    max: 1024,
    defaultText: "2, or 1 on one processor",
    help: "CPU threads; more than 2 do not help",
  },
} as const satisfies OptionTable;
