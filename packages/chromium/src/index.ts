/** Chromium, to look at pages with: that of CHROMIUM_PATH, or one in a usual place. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const QUIET = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
];

/** The path of the program, if there is one. */
export const chromiumPath: string | undefined =
  process.env.CHROMIUM_PATH ?? USUAL_PLACES.find((path) => existsSync(path));

/** Chromium's own WebGPU without a graphics card: SwiftShader, a renderer on the processor. */
export const SOFTWARE_WEBGPU = [
  "--enable-unsafe-webgpu",
  "--enable-features=Vulkan",
  "--use-webgpu-adapter=swiftshader",
  "--use-vulkan=swiftshader",
];

/**
 * Starts it without a window; the caller closes it.
 *
 * @param flags in place of `--disable-gpu`
 */
export function startChromium(flags: readonly string[] = ["--disable-gpu"]): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath && { executablePath: chromiumPath }),
    args: [...QUIET, ...flags],
  });
}
