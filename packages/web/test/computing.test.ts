/** What computes: threads, engines, and what the page does where one of them fails. */
import { CHROMIUM } from "@kernelgan/testing/chromium";
import { describeWith } from "@kernelgan/testing/suites";
import { expect, it } from "vitest";
import { SAMPLE, SMALL } from "./helpers/pictures.js";
import {
  answer,
  button,
  choose,
  download,
  engine,
  isFound,
  isTraining,
  useSite,
  VISIT_MS,
  workerOf,
} from "./helpers/visit.js";

function computing(): void {
  const site = useSite();

  it("offers one thread when the worker has died", async () => {
    const page = await site.open(
      `${site.address}?kernel=kernelgan&iterations=3000&example=photo&fallback=false`,
    );
    await isTraining(page);
    await workerOf(page).evaluate('setTimeout(() => { throw new Error("killed") })');
    await page.getByRole("alert").getByText("The computation broke off").waitFor();
    await button(page, "Try again on one thread").click();
    await isTraining(page);
    expect(await engine(page).textContent()).toBe("WebAssembly, one thread");
    expect(await page.getByRole("alert").textContent()).toBe("");
  });

  it("scales the picture down where the memory runs out, and trains zssr on it", async () => {
    const page = await site.open(`${site.address}?kernel=kernelgan&iterations=20`);
    await choose(page, "small.png", SMALL);
    await button(page, "Download PNG").waitFor();
    // Chromium's message.
    await workerOf(page).evaluate(`
      Float32Array = class { constructor() { throw new RangeError("Array buffer allocation failed"); } }`);
    await page.getByRole("radio", { name: "ZSSR" }).check();
    await page.getByRole("alert").getByText("The memory ran out").waitFor();
    await button(page, "Scale the picture down").click();
    await page.getByText("was scaled down to 80 × 60").waitFor();
    await isFound(page);

    await page.getByText(/^Training/).waitFor();
    await page.getByText(/iteration [1-9]\d* of at most 600/).waitFor();
    await button(page, "Stop").click();
    await page.getByRole("radio", { name: "fast" }).check();
    await page.getByText("80 × 60 → 160 × 120").waitFor();
  });

  it("works on one thread where the browser gives no shared memory", async () => {
    const page = await site.open(`${site.withoutHeaders}?kernel=kernelgan&iterations=30`);
    await choose(page, "small.png", SMALL);
    await isFound(page);
    expect(await page.evaluate("crossOriginIsolated")).toBe(false);
    expect(await engine(page).textContent()).toBe("WebAssembly, one thread");
  });

  it("upscales with threads, with shared memory and with copies, to the same picture", async () => {
    const files: Buffer[] = [];
    for (const [url, method] of [
      [site.address, "help"],
      [site.withoutHeaders, "workOnCopies"],
    ] as const) {
      const page = await site.open(url);
      // A file that the page has seen, so that its worker is there.
      await choose(page, "small.png", SMALL);
      await button(page, "Download PNG").waitFor();
      // The worker computes on all processors, which may be one here.
      await workerOf(page).evaluate(`
        Object.defineProperty(navigator, "hardwareConcurrency", { value: 3 });
        self.called = new Set();
        const { postMessage } = Worker.prototype;
        Worker.prototype.postMessage = function (message, ...options) {
          self.called.add(message.method);
          postMessage.call(this, message, ...options);
        };`);
      await choose(page, "photo.png", SAMPLE);
      await answer(page, "Open anyway");
      await page.getByText("512 × 352 → 1024 × 704").waitFor();
      files.push((await download(page, "Download PNG")).bytes);
      expect(
        await workerOf(page).evaluate(
          "[...self.called].filter((name) => /^(help|workOnCopies)$/.test(name))",
        ),
      ).toEqual([method]);
    }
    expect(files[0]?.equals(files[1] as Buffer)).toBe(true);
  });

  it("compares the engines automatically after the first estimate, and takes the faster one", async () => {
    const page = await site.open(`${site.address}?kernel=kernelgan&iterations=20`);
    // A graphics card that the worker cannot use.
    await page
      .context()
      .addInitScript(
        "Object.defineProperty(navigator, 'gpu', { value: { requestAdapter: async () => ({}) } })",
      );
    await page.reload();
    await choose(page, "small.png", SMALL);
    await isFound(page);
    await page.getByText("For researchers").click();
    await page.getByText("WebGPU was tried here and did not work.").waitFor();
    expect(await engine(page).textContent()).toMatch(/WebAssembly/);

    // The result is stored. Had WebGPU been faster, it would be used.
    await page.evaluate(`for (const [name, found] of Object.entries(localStorage)) {
      if (!name.startsWith("kernelgan-engines-")) continue;
      localStorage.setItem(name, JSON.stringify({ ...JSON.parse(found), webgpu: 0.1 }));
    }`);
    await page.reload();
    await expect.poll(() => engine(page).textContent()).toBe("WebGPU");
  });
}

describeWith(CHROMIUM, "what the page computes with, in Chromium", computing, VISIT_MS);
