import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  crop,
  estimateKernel,
  imresize,
  type KernelGanEstimate,
  type PlanarImage,
  planarImage,
  type Warning,
} from "@kernelgan/core";
import { interleave } from "@kernelgan/core/internal";
import { CHROMIUM, SHORT_VISITS, startChromium } from "@kernelgan/testing/chromium";
import { countingKernel } from "@kernelgan/testing/kernels";
import { describeWith } from "@kernelgan/testing/suites";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { readImage } from "../../src/image-files/read-image.js";
import { type ReportInput, reportHtml } from "../../src/report/report.js";
import { nagasakiBoats } from "../helpers/photographs.js";

const folder = temporaryFolder();
/** Polls until a page shows what is expected. */
const eventually = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: START_MS });
const scale = 2;
/** Enough, on a busy machine, to fit blurs, and for a short training and starting Chromium. */
const FIT_MS = 120_000;
const START_MS = 120_000;
const HOSTILE = `<script>window.harm = 1</script><img src=x onerror='harm=2'>"&amp;'.png`;

/** A report on a given kernel: all that must be there. */
function shortReport(input: PlanarImage): ReportInput {
  return {
    title: "photo.png",
    input,
    output: imresize(input, { scale }),
    scale,
    kernel: countingKernel(5),
    kernelOrigin: "given: k.mat",
    restoration: { method: "fast", noise: 0, trainings: [] },
    settings: { seed: 0 },
    timings: [],
    warnings: [],
    command: "kernelgan upscale photo.png",
    version: "1.2.3",
    date: new Date("2026-02-03T04:05:06Z"),
  };
}

describe("the page's text", () => {
  it("is the same for the same input", async () => {
    const report = shortReport(planarImage(8, 6, 1));
    expect(await reportHtml(report)).toBe(await reportHtml(report));
  });

  it("has no addresses but data URIs", async () => {
    const page = await reportHtml(shortReport(planarImage(8, 6, 3)));
    const addresses = [...page.matchAll(/(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]*)/g)].map(
      ([, address]) => address,
    );
    expect(addresses.length).toBeGreaterThanOrEqual(3);
    for (const address of addresses) expect(address).toMatch(/^(data:image\/png;base64,|#)/);
  });

  it(
    "explains how a kernel was found without training, and that it fell back",
    async () => {
      const input = crop(await readImage(nagasakiBoats), { x: 300, y: 300, width: 96, height: 64 });
      const estimate = await estimateKernel(input, { scale, fallback: false });
      const found = await reportHtml({ ...shortReport(input), kernel: estimate.kernel, estimate });
      expect(found).toContain("Straight motion");
      expect(found).toMatch(
        /<dt>Looks like<\/dt><dd>(motion of|camera shake over|softness of) [\d.]+ pixels/,
      );
      expect(found).toContain(`Confidence ${estimate.confidence.toFixed(2)}`);
      expect(found).not.toContain("losses");
      const warnings: Warning[] = [
        { code: "small", message: "the picture is small" },
        { code: "no-blur", message: "no blur that can be undone" },
      ];
      const safe = await reportHtml({
        ...shortReport(input),
        estimate: { ...estimate, fellBack: true, warnings },
      });
      expect(safe).not.toContain("Looks like");
      // Not each of them is why.
      expect(safe).toContain("What was found cannot be trusted, and was not used.</p>");
      for (const { message } of warnings) expect(safe).toContain(`<li>${message}</li>`);
    },
    FIT_MS,
  );

  it("speaks of an enlargement only where there is one", async () => {
    const report = shortReport(planarImage(8, 6, 3));
    expect(await reportHtml(report)).toContain("How the picture was enlarged</h2>");
    const same = await reportHtml({ ...report, scale: 1, output: report.input });
    expect(same).not.toContain("in the usual way");
    expect(same).toContain('<span id="left-name">the input</span>');
    expect(same).toContain("How the picture was sharpened</h2>");
    expect(same).not.toContain("was enlarged");
  });

  it("leaves out what is not known", async () => {
    const page = await reportHtml(shortReport(planarImage(8, 6, 3)));
    const [body] = /<main>.*<\/main>/s.exec(page) ?? [];
    expect(body).not.toMatch(/undefined|NaN|D-map|discriminator|ZSSR|[Ww]arnings?</);
    expect(body).toContain("kernel given: k.mat");
    expect(body).toContain("<dt>Noise assumed, σ</dt><dd>none</dd>");
    expect(page).toContain("kernelgan 1.2.3");
    expect(page).toContain("3 February 2026, 04:05 UTC");
  });
});

describeWith(CHROMIUM, "in Chromium", () => {
  const losses = Float32Array.from({ length: 1200 }, (_, i) => 0.05 / (1 + i / 100));
  let browser: Browser;
  let page: Page;
  let report: ReportInput;
  let address: string;
  let requests: string[];
  let messages: string[];

  beforeAll(async () => {
    const photograph = crop(await readImage(nagasakiBoats), { x: 300, y: 300, width: 256, height: 192 });
    const input = imresize(photograph, { scale: 1 / scale });
    const estimate = await estimateKernel(input, {
      method: "kernelgan",
      scale,
      iterations: 40,
      threads: 1,
      fallback: false,
    });
    report = {
      ...shortReport(input),
      output: photograph,
      title: HOSTILE,
      kernel: estimate.kernel,
      kernelOrigin: `estimated ${HOSTILE}`,
      estimate,
      restoration: {
        method: "zssr",
        trainings: [{ scale, losses, learningRateCuts: [500, 900] }],
        noise: 0.01,
      },
      settings: { [`a ${HOSTILE}`]: HOSTILE, real: true },
      timings: [{ label: `t ${HOSTILE}`, seconds: 1.5 }],
      warnings: [
        { code: "damaged", message: HOSTILE },
        { code: "small", message: "two" },
      ],
      command: `kernelgan upscale "${HOSTILE}"`,
    };
    const path = join(folder, "report <1> & co.html");
    writeFileSync(path, await reportHtml(report));
    address = pathToFileURL(path).href;
    browser = await startChromium(SHORT_VISITS);
    page = await newPage();
  }, START_MS);

  afterAll(() => browser?.close());

  beforeEach(() => open(page));

  async function newPage(deviceScaleFactor = 1): Promise<Page> {
    const made = await browser.newPage({ viewport: { width: 1280, height: 900 }, deviceScaleFactor });
    made.on("request", (request) => requests.push(request.url()));
    made.on("console", (message) => messages.push(message.text()));
    made.on("pageerror", (error) => messages.push(error.message));
    return made;
  }

  async function open(page: Page): Promise<void> {
    requests = [];
    messages = [];
    await page.goto(address);
    await page.waitForFunction("[...document.images].every((image) => image.complete)");
  }

  const value = (): Promise<number> => page.evaluate("slider.value");

  const boxOf = async (locator: Locator) => {
    const box = await locator.boundingBox();
    if (!box) throw new Error("not visible");
    return { ...box, middleX: box.x + box.width / 2, middleY: box.y + box.height / 2 };
  };

  /** Where the handle stands, as a percentage of the picture's width. */
  const handlePosition = async (): Promise<number> => {
    const slider = await boxOf(page.locator("#slider"));
    const handle = await boxOf(page.locator('[slot="handle"]'));
    return (100 * (handle.middleX - slider.x)) / slider.width;
  };

  const choose = (name: string, option: string): Promise<void> =>
    page.locator(`input[name="${name}"][value="${option}"]`).check({ force: true });

  const scrolls = (selector: string): Promise<[number, number][]> =>
    page
      .locator(selector)
      .evaluateAll((all) =>
        all.map((e: { scrollLeft: number; scrollTop: number }) => [e.scrollLeft, e.scrollTop]),
      );

  const drag = async (x: number, y: number, byX: number, byY: number): Promise<void> => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + byX, y + byY, { steps: 4 });
    await page.mouse.up();
  };

  it("loads the file alone, without a complaint", () => {
    expect(requests[0]).toBe(address);
    for (const url of requests.slice(1)) expect(url).toMatch(/^data:/);
    expect(messages).toEqual([]);
  });

  it("is forbidden to load anything", async () => {
    const refused = await page.evaluate(`new Promise((resolve) => {
      document.addEventListener("securitypolicyviolation", ({ blockedURI }) => resolve(blockedURI));
      document.body.append(Object.assign(new Image(), { src: "https://example.org/a.png" }));
    })`);
    expect(refused).toBe("https://example.org/a.png");
  });

  it("shows its input as text, not as HTML", async () => {
    expect(await page.title()).toBe(`${HOSTILE} ×2 – kernelgan`);
    expect(await page.locator("h1").textContent()).toBe(HOSTILE);
    expect(await page.locator("#command").textContent()).toBe(report.command);
    expect(await page.locator(".warnings li").allTextContents()).toEqual([HOSTILE, "two"]);
    const rows = await page.locator("table th, table td").allTextContents();
    expect(rows).toEqual([`a ${HOSTILE}`, HOSTILE, "real", "yes", `t ${HOSTILE}`, "1.50 s"]);
    expect(await page.evaluate("window.harm")).toBeUndefined();
    expect(await page.locator("img[onerror]").count()).toBe(0);
  });

  it("holds the pictures, sample for sample", async () => {
    const held = await page.evaluate(`
      [...document.querySelectorAll(".pane img")].map((image) => {
        const { naturalWidth: width, naturalHeight: height } = image;
        const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, width, height);
        return { width, height, samples: data.filter((_, i) => i % 4 < 3).join() };
      })`);
    const { input, output } = report;
    const expected = [imresize(input, { scale }), input, output].map((image) => {
      const { width, height, channels } = image;
      const samples = new Uint8Array(width * height * channels);
      interleave({ image }, samples);
      return { width, height, samples: samples.join() };
    });
    expect(held).toEqual(expected);
  });

  it("moves the divider by keyboard", async () => {
    await page.locator("#divider").focus();
    for (const [key, expected] of [
      ["ArrowRight", 51],
      ["Home", 0],
      ["PageUp", 10],
      ["End", 100],
      ["ArrowLeft", 99],
    ] as const) {
      await page.keyboard.press(key);
      expect(await value()).toBe(expected);
      await eventually(handlePosition).toBeCloseTo(expected, 0);
    }
  });

  it("moves the divider by dragging, and from there by keyboard", async () => {
    const slider = await boxOf(page.locator("#slider"));
    await drag(slider.x + 0.5 * slider.width, slider.y + 20, -0.25 * slider.width, 0);
    expect(await value()).toBeCloseTo(25, 0);
    expect(await page.locator("#divider").inputValue()).toBe("25");
    await eventually(handlePosition).toBeCloseTo(25, 0);
    await page.keyboard.press("ArrowRight");
    expect(await value()).toBe(26);
  });

  it("names the controls", async () => {
    expect(await page.getByRole("slider", { name: /^Divider/ }).count()).toBe(1);
    expect(await page.getByRole("group", { name: "Compare with" }).getByRole("radio").count()).toBe(2);
    expect(await page.getByRole("group", { name: "Zoom" }).getByRole("radio").count()).toBe(4);
  });

  it("compares with the input's pixels", async () => {
    const shown = (): Promise<(string | null)[]> =>
      page.locator("[data-left]:visible").evaluateAll((all) => all.map((image) => image.getAttribute("alt")));
    expect(await shown()).toEqual(["The input, enlarged in the usual way (bicubic)"]);
    const names = page.locator(".divider-row span");
    expect(await names.allTextContents()).toEqual(["enlarged in the usual way (bicubic)", "result (zssr)"]);
    await choose("left", "input");
    expect(await shown()).toEqual(["The input, its pixels enlarged"]);
    expect(await page.locator("#left-name").textContent()).toBe("the input’s pixels");
    const image = page.locator('[data-left="input"]');
    expect(await image.evaluate((element) => element.style.imageRendering)).toBe("pixelated");
    expect(await boxOf(image)).toEqual(await boxOf(page.locator('[slot="second"] img')));
  });

  it("zooms into the middle and keeps both pictures together", async () => {
    const first = page;
    page = await newPage(2);
    onTestFinished(async () => {
      await page.close();
      page = first;
    });
    await page.setViewportSize({ width: 600, height: 500 });
    await open(page);
    await choose("zoom", "400");
    // 256 × 192 pixels, each 4 × 4 of a screen with 2 × 2 to a CSS pixel.
    expect(await boxOf(page.locator('[slot="second"] img'))).toMatchObject({ width: 512, height: 384 });
    const stage = page.locator("#stage");
    await stage.evaluate((element) => element.scrollIntoView());
    const { clientWidth, clientHeight } = await stage.evaluate((element) => ({
      clientWidth: element.clientWidth,
      clientHeight: element.clientHeight,
    }));
    const slider = await boxOf(page.locator("#slider"));
    expect([slider.width, slider.height]).toEqual([Math.min(512, clientWidth), clientHeight]);
    const top = (384 - clientHeight) / 2;
    expect(top).toBeGreaterThan(10);
    const [[, scrolled] = [0, 0]] = await scrolls("#stage");
    expect(Math.abs(scrolled - top)).toBeLessThanOrEqual(1);

    // Away from the handle, a drag moves the pictures and not the divider.
    await drag(slider.x + 30, slider.y + 30, 0, 10);
    await eventually(() => scrolls(".pane")).toEqual(Array(2).fill([0, scrolled - 10]));
    expect(await value()).toBe(50);
    expect(await boxOf(page.locator("#slider"))).toEqual(slider);
    const handle = await boxOf(page.locator('[slot="handle"]'));
    await drag(handle.middleX, handle.middleY, -0.25 * slider.width, 0);
    expect(await value()).toBeCloseTo(25, 0);
    expect(await scrolls(".pane")).toEqual(Array(2).fill([0, scrolled - 10]));
  });

  it("draws every loss", async () => {
    const points = (selector: string): Promise<number[]> =>
      page
        .locator(selector)
        .evaluateAll((paths) => paths.map((path) => path.getAttribute("d")?.match(/[ML]/g)?.length ?? 0));
    const names = await page
      .locator("figure.chart svg")
      .evaluateAll((all) => all.map((svg) => svg.ariaLabel));
    expect(names[0]).toMatch(
      /^KernelGAN’s losses\. generator: [\d.]+ at the start, [\d.]+ after 40 iterations/,
    );
    expect(names.at(-1)).toBe(
      "ZSSR’s training loss, ×2. training loss: 0.05 at the start, 0.0039 after 1200 iterations. " +
        "Iteration 500: learning rate divided by 10. Iteration 900: learning rate divided by 10.",
    );
    // Two players, five regularisers; 1200 iterations in groups of 3.
    expect(await points(".line")).toEqual([...Array(7).fill(40), 400]);
    expect(await page.locator(".event").count()).toBe(2);
    const line = await boxOf(page.locator(".line").last());
    for (const [i, iteration] of [500, 900].entries()) {
      const event = await boxOf(page.locator(".event").nth(i));
      expect((event.middleX - line.x) / line.width).toBeCloseTo((iteration - 1) / 1199, 2);
    }
    await expect(page.getByText("mean of 3 iterations each").count()).resolves.toBe(1);
  });

  it("draws the kernel and the D-maps", async () => {
    const { kernel, dMaps } = report.estimate as KernelGanEstimate;
    const fills = (selector: string): Promise<(string | null)[]> =>
      page.locator(selector).evaluateAll((all) => all.map((square) => square.getAttribute("fill")));
    const weights = await fills(".kernel g[shape-rendering] rect:not([stroke])");
    expect(weights).toHaveLength(kernel.size ** 2);
    expect(new Set(weights).size).toBeGreaterThan(10);
    for (const [i, map] of [dMaps.real, dMaps.fake].entries()) {
      const squares = await fills(`.maps > :nth-child(${i + 1}) rect`);
      expect(squares).toHaveLength(map.length);
      expect(new Set(squares).size).toBeGreaterThan(10);
      const mean = map.reduce((sum, p) => sum + p, 0) / squares.length;
      expect(await page.locator(".maps .muted").nth(i).textContent()).toBe(`mean ${mean.toFixed(2)}`);
    }
  });

  it("copies the command, or else selects it", async () => {
    await page.evaluate(
      `Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText: async (text) => { window.copied = text; } } })`,
    );
    await page.locator("#copy").click();
    await eventually(() => page.locator("#copy").textContent()).toBe("Copied");
    expect(await page.evaluate("copied")).toBe(report.command);
    await page.evaluate(`Object.defineProperty(navigator, "clipboard", { value: undefined })`);
    await page.locator("#copy").click();
    await eventually(() => page.evaluate("getSelection().toString()")).toBe(report.command);
    expect(messages).toEqual([]);
  });

  it("fits a phone, and follows a dark screen", async () => {
    const background = (): Promise<string> =>
      page.evaluate("getComputedStyle(document.body).backgroundColor");
    const light = await background();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(await background()).not.toBe(light);
  });
});
