/** Chromium, for tests of pages and for screenshots. */
import { type Browser, chromium } from "playwright-core";
import { findProgram, type Program } from "./program.js";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * Parts of Chromium that no test needs. Chromium takes the last such list on its command line, which is this one: it
 * has all that Playwright leaves out, too.
 */
const WITHOUT = [
  // The lists under the address bar, two pages that every new window loads in a process of its own: half of what
  // opening a page costs.
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  // Playwright's (chromiumSwitches.ts), but for those of Windows and macOS.
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
];

const FLAGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
  `--disable-features=${WITHOUT.join()}`,
];

export const CHROMIUM: Program = findProgram("Chromium", "CHROMIUM_PATH", PLACES, "chromium");

/** Chromium's own WebGPU without a graphics card: SwiftShader, a renderer on the processor. */
export const SOFTWARE_WEBGPU = [
  "--enable-unsafe-webgpu",
  "--enable-features=Vulkan",
  "--use-webgpu-adapter=swiftshader",
  "--use-vulkan=swiftshader",
];

/** Without a graphics card. */
const NO_GPU = "--disable-gpu";

/**
 * V8 for visits of seconds. It compiles code for hours of use, on threads beside the one that runs it: a visit with a
 * training takes 0.69 of the processors' time without these, one with an estimate 0.86. WebAssembly that runs for long
 * is still compiled well. Not for measuring times.
 */
export const SHORT_VISITS = [
  NO_GPU,
  "--js-flags=--no-concurrent-recompilation,--single-threaded-gc,--wasm-tiering-budget=1000000000",
];

/**
 * Starts it without a window; the caller closes it.
 *
 * @param flags in place of `--disable-gpu`
 * @throws Error if it is not installed
 */
export async function startChromium(flags: readonly string[] = [NO_GPU]): Promise<Browser> {
  const { path: executablePath, hint } = CHROMIUM;
  if (executablePath === undefined) throw new Error(`Chromium is missing: ${hint}`);
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags] });
}
