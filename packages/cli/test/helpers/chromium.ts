/** Chromium, to look at pages with: that of CHROMIUM_PATH, or one in a usual place. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The path of the program, if there is one. */
export const chromiumPath: string | undefined =
  process.env.CHROMIUM_PATH ?? USUAL_PLACES.find((path) => existsSync(path));

/** Starts it without a window; the caller closes it. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath && { executablePath: chromiumPath }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
    ],
  });
}
