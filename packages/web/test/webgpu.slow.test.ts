/** The page on WebGPU, by a renderer on the processor: it compiles shaders for a minute. */
import { CHROMIUM, SOFTWARE_WEBGPU, startChromium } from "@kernelgan/testing/chromium";
import { describeWith } from "@kernelgan/testing/suites";
import { expect, it, onTestFinished } from "vitest";
import { SMALLEST } from "./helpers/pictures.js";
import { choose, engine, isFound, useSite, VISIT_MS } from "./helpers/visit.js";

function onWebGpu(): void {
  const site = useSite();

  it("computes with WebGPU where it is chosen", async () => {
    const withGpu = await startChromium(SOFTWARE_WEBGPU);
    onTestFinished(() => withGpu.close());
    const page = await site.open(`${site.address}?kernel=kernelgan&iterations=1&engine=webgpu`, {}, withGpu);
    await choose(page, "smallest.png", SMALLEST);
    await isFound(page, VISIT_MS);
    expect(await engine(page).textContent()).toBe("WebGPU");
  });
}

describeWith(CHROMIUM, "the page on WebGPU, in Chromium", onWebGpu, VISIT_MS);
