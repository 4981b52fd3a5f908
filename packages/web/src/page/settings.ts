/**
 * What the visitor can set: the options of an upscale (core's table, with the same names), and where to compute. A link
 * can set it too: `?scale=4&seed=1&iterations=60&engine=wasm-1&example=photo`.
 */
import {
  ESTIMATE_METHODS,
  ESTIMATE_OPTIONS,
  KernelGanError,
  PRESETS,
  UPSCALE_OPTIONS,
} from "@kernelgan/core";
import { type Option, type OptionTable, parseOption, type ResolvedOptions } from "@kernelgan/core/internal";
import { type Signal, signal } from "@preact/signals";
import { SHARED } from "../sharing.js";
import { stored } from "./storage.js";

/**
 * Rows that the page replaces or has not: the engine has a control of its own, factors are whole, there is no prior,
 * one training is watched, and kernel files say their confidence themselves.
 */
const {
  confidence: ____,
  runs: _____,
  size: _,
  prior: __,
  priorIterations: ___,
  device: DEVICE,
  threads: THREADS,
  ...ROWS
} = UPSCALE_OPTIONS;

/** The options of the page. */
export const PAGE_OPTIONS = {
  ...ROWS,
  // A whole factor: that of UPSCALE_OPTIONS is any number.
  scale: ESTIMATE_OPTIONS.scale,
  kernel: {
    type: "choice",
    values: ESTIMATE_METHODS,
    default: UPSCALE_OPTIONS.kernel.default,
    help: "how to estimate the kernel",
  },
} as const satisfies OptionTable;

type PageOptions = ResolvedOptions<typeof PAGE_OPTIONS>;

/** As published. */
const RUNS = 1;

/** A signal for each option. */
export type Settings = { readonly [Name in keyof PageOptions]: Signal<PageOptions[Name]> };

/** Which engine: "auto", "webgpu", or "wasm-N" for WebAssembly with N threads. */
export type EngineSetting = "auto" | "webgpu" | `wasm-${number}`;

/** The option's value in a link, or else its default. Invalid values are ignored. */
function linkedValue(link: URLSearchParams, name: string, option: Option): unknown {
  const text = link.get(name);
  if (text === null) return option.default;
  try {
    return parseOption(option, text);
  } catch (error) {
    if (error instanceof KernelGanError) return option.default;
    throw error;
  }
}

/** The settings that a link's parameters ask for. */
export function settingsOf(link: URLSearchParams): Settings {
  return Object.fromEntries(
    Object.entries(PAGE_OPTIONS).map(([name, option]) => [name, signal(linkedValue(link, name, option))]),
  ) as unknown as Settings;
}

/** The engine that a link asks for: by `engine`, or by the options `device` and `threads`. */
export function engineOf(link: URLSearchParams): EngineSetting {
  const text = link.get("engine") ?? "";
  if (isEngineSetting(text)) return text;
  if (linkedValue(link, "device", DEVICE) === "webgpu") return "webgpu";
  const threads = linkedValue(link, "threads", THREADS);
  return typeof threads === "number" ? `wasm-${threads}` : "auto";
}

export const isEngineSetting = (text: string): text is EngineSetting =>
  /^(auto|webgpu|wasm-[1-9]\d*)$/.test(text);

/** Where the settings are remembered, as an address has them. */
export const SETTINGS_STORE = "kernelgan-settings";

/** An address with parameters says all; without any, the settings are those of the last time. */
const address = new URLSearchParams(location.search);
address.delete(SHARED);
const link = address.size > 0 ? address : new URLSearchParams(stored(SETTINGS_STORE) ?? "");

export const settings = settingsOf(link);
export const engine = signal(engineOf(link));

/** The example that a link asks for. */
export const linkedExample: string | null = link.get("example");

/** The parameters that ask for the settings there are now; those at their defaults are left out. */
export function currentLink(): string {
  const parameters = new URLSearchParams();
  for (const [name, option] of Object.entries(PAGE_OPTIONS)) {
    const { value } = settings[name as keyof Settings];
    if (value !== undefined && value !== (option as Option).default) parameters.set(name, String(value));
  }
  if (engine.value !== "auto") parameters.set("engine", engine.value);
  return parameters.toString();
}

/** The values of all settings, and of the one option that is none. */
export function currentValues(): PageOptions & { runs: number } {
  const values = Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, setting.value]));
  return { ...(values as PageOptions), runs: RUNS };
}

/** How long a training is to be: set, or as the preset has it. */
export function plannedIterations(): number {
  return settings.iterations.value ?? PRESETS[settings.preset.value].iterations;
}
