import { fileSize } from "@kernelgan/figures";
import { decodeJson, decodeKernelPng, decodeNpy } from "@kernelgan/formats";
import { CHROMIUM, SOFTWARE_WEBGPU, startChromium } from "@kernelgan/testing/chromium";
import { readMat } from "@kernelgan/testing/mat";
import { describeWith } from "@kernelgan/testing/suites";
import { buildSite } from "@kernelgan/web/site";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { CUT_OUT, ON_ITS_SIDE, SAMPLE, SMALL, SMALLEST, TINY } from "./helpers/pictures.js";
import {
  accessibilityFaults,
  type Box,
  button,
  choose,
  download,
  drag,
  drop,
  engine,
  heading,
  isFound,
  type OpenPage,
  type Point,
  paste,
  useSite,
  VISIT_MS,
  workerOf,
} from "./helpers/visit.js";

/** Files that cannot be opened, and what the page says of them. */
const WRONG_FILES: readonly (readonly [name: string, bytes: Buffer, words: RegExp])[] = [
  ["empty.png", Buffer.alloc(0), /The file is empty/],
  ["cut.png", SMALL.subarray(0, 300), /The picture is damaged/],
  ["drawing.svg", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /an SVG drawing/],
  ["scan.tif", await sharp(SMALL).tiff().toBuffer(), /a TIFF image/],
  ["phone.heic", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0heicmif1", "latin1"), /a HEIC image/],
];

/** The whole page, as a visitor uses it. */
function visits(): void {
  const site = useSite();
  let address: string;
  let withoutHeaders: string;
  beforeAll(() => {
    ({ address, withoutHeaders } = site);
  });
  const open: OpenPage = (url, options, program) => site.open(url, options, program);

  /** All pixels of a canvas as text. */
  const pixels = (page: Page, selector: string): Promise<string> =>
    page
      .locator(selector)
      .first()
      .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

  /** The same in a part of it as numbers, RGBA. */
  const samples = async (page: Page, selector: string): Promise<Uint8ClampedArray> =>
    decodedPixels(page, Buffer.from((await pixels(page, selector)).split(",")[1] ?? "", "base64"));

  const decodedPixels = async (page: Page, png: Buffer): Promise<Uint8ClampedArray> =>
    Uint8ClampedArray.from(
      await page.evaluate(async (encoded) => {
        const bytes = Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
        const canvas = new OffscreenCanvas(96, 96);
        const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
        context.drawImage(bitmap, -200, -100);
        return [...context.getImageData(0, 0, 96, 96).data];
      }, png.toString("base64")),
    );

  const largestDifference = (a: Uint8ClampedArray, b: Uint8ClampedArray): number =>
    a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? 0))), 0);

  /** How many results the browser keeps. */
  const storedResults = (page: Page): Promise<number> =>
    page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const request = indexedDB.open("kernelgan");
          request.onsuccess = () => {
            const all = request.result.transaction("session").objectStore("session").getAllKeys();
            all.onsuccess = () => resolve(all.result.filter((key) => typeof key === "number").length);
          };
        }),
    );

  /** How many different pictures a canvas shows until the kernel is found. */
  async function pictures(page: Page, selectors: readonly string[]): Promise<number[]> {
    const seen = selectors.map(() => new Set<string>());
    while ((await page.getByText("Found in").count()) === 0) {
      for (const [i, selector] of selectors.entries()) {
        if ((await page.locator(selector).count()) > 0) seen[i]?.add(await pixels(page, selector));
      }
    }
    return seen.map(({ size }) => size);
  }

  it("leads from a dropped picture to its kernel, a larger picture, and files of both", async () => {
    const page = await open(`${address}?kernel=kernelgan&iterations=200`);
    await expect.poll(() => engine(page).textContent()).toMatch(/WebAssembly, (one thread|2 threads)/);
    await drop(page, "photo.png", SAMPLE);
    await heading(page, "photo.png").waitFor();

    // Kernel, D-maps and curves are drawn several times during the training.
    const counts = await pictures(page, [".kernel canvas", ".d-maps canvas", ".chart canvas"]);
    for (const count of counts) expect(count).toBeGreaterThan(2);

    await page.getByText("512 × 352 → 1024 × 704").waitFor();

    // All of the result is on the screen.
    const shown = await page.getByRole("img", { name: /^The result/ }).boundingBox();
    expect(shown).toEqual(await page.locator("img-comparison-slider").boundingBox());

    // The divider follows the keyboard and the mouse.
    const divider = page.getByRole("slider", { name: /^Divider/ });
    const exposure = (): Promise<number> =>
      page.locator("img-comparison-slider").evaluate((slider) => Number((slider as HTMLInputElement).value));
    await divider.focus();
    for (let i = 0; i < 10; i++) await page.keyboard.press("ArrowRight");
    expect(await exposure()).toBe(60);
    const handle = page.locator("[slot=handle]");
    await handle.hover();
    const { x, y } = (await handle.boundingBox()) ?? { x: 0, y: 0 };
    await page.mouse.down();
    await page.mouse.move(x - 200, y + 22, { steps: 4 });
    await page.mouse.up();
    expect(await exposure()).toBeLessThan(50);
    expect(Number(await divider.inputValue())).toBe(Math.round(await exposure()));

    // Both pictures are zoomed and moved alike.
    const transforms = (): Promise<string[]> =>
      page.locator(".pane canvas").evaluateAll((all) => all.map((canvas) => canvas.style.transform));
    const fitted = await transforms();
    await button(page, "400%").click();
    await expect.poll(async () => (await transforms())[0]).toMatch(/scale\(4\)/);
    const zoomed = await transforms();
    await page.locator(".stage").focus();
    await page.keyboard.press("ArrowRight");
    const moved = await transforms();
    for (const [compared, result] of [fitted, zoomed, moved]) expect(compared).toBe(result);
    expect(new Set([fitted[0], zoomed[0], moved[0]]).size).toBe(3);

    const png = await download(page, "Download PNG");
    expect(png.name).toBe("photo_x2.png");
    expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual([1024, 704]);

    const mat = await download(page, /\.mat/);
    expect(mat.name).toBe("photo_kernel_x2.mat");
    const rows = readMat(mat.bytes).Kernel ?? [];
    expect(rows.length).toBe(13);
    expect(rows.flat().reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
    const npy = await download(page, /\.npy/);
    expect([...decodeNpy(npy.bytes).data]).toEqual(rows.flat());
    const json = await download(page, /\.json/);
    expect([...decodeJson(json.bytes.toString()).kernel.data]).toEqual(rows.flat());
    expect(JSON.parse(json.bytes.toString())).toMatchObject({ scale: 2, seed: 0, image: "photo.png" });
    const drawn = await download(page, /\.png/);
    expect([...(await decodeKernelPng(drawn.bytes)).kernel.data]).toEqual(rows.flat());
    expect([drawn.bytes.readUInt32BE(16), drawn.bytes.readUInt32BE(20)]).toEqual([1280, 1256]);
  });

  it("can be stopped at any moment, and started again with another picture, seed or scale", async () => {
    const page = await open(`${address}?kernel=kernelgan&iterations=3000&example=photo&fallback=false`);
    const stop = button(page, "Stop");
    // The first hundreds may have no kernel that could be used: then the picture is enlarged in the usual way.
    await page.getByText(/iteration [5-9]\d{2} of 3,000/).waitFor();
    await stop.click();
    await page.getByText(/Stopped after/).waitFor();
    await button(page, "Use the kernel so far").click();
    await page.getByText("Blur undone as far as it was known; enlarged to 1024 × 704.").last().waitFor();

    await paste(page, "other.png", SMALL);
    await page.getByText(/iteration \d+ of 3,000/).waitFor();
    await heading(page, "other.png").waitFor();
    await page.getByText("160 × 120").waitFor();

    await page.getByText("For researchers").click();
    await page.getByRole("spinbutton", { name: "Iterations" }).fill("40");
    await page.getByRole("spinbutton", { name: "Iterations" }).press("Enter");
    await isFound(page);
    const first = await pixels(page, ".kernel canvas");

    await page.getByRole("spinbutton", { name: "Seed" }).fill("7");
    await page.getByRole("spinbutton", { name: "Seed" }).press("Enter");
    await page.getByText(/Found in/).waitFor({ state: "detached" });
    await isFound(page);
    expect(await pixels(page, ".kernel canvas")).not.toBe(first);

    // ×4 follows from ×2 without another training; ×3 does not.
    await page.getByRole("radio", { name: "×4" }).check();
    await page.getByText("25 × 25 output pixels").waitFor();
    await page.getByText("160 × 120 → 640 × 480").waitFor();
    await page.getByRole("radio", { name: "×3" }).check();
    await page.getByText(/Found in/).waitFor({ state: "detached" });
    await isFound(page);
    await page.getByText("160 × 120 → 480 × 360").waitFor();
  });

  it("explains what is wrong with a file", async () => {
    const page = await open(`${address}?kernel=kernelgan&iterations=20`);
    await choose(page, "notes.png", Buffer.from("no picture"));
    await page.getByRole("alert").getByText("not a picture that the browser can open").waitFor();
    await heading(page, "Drop a picture").waitFor();
    await choose(page, "tiny.png", TINY);
    await page.getByText(/24×20 pixels; .* needs at least/).waitFor();
    await page.getByText("24 × 20 → 48 × 40").waitFor();
    await page.getByText("No blur to undo: enlarged in the usual way, to 48 × 40.").last().waitFor();
    expect(await page.getByText("Estimated kernel").count()).toBe(0);
    // What the page has is not given up for a file that it cannot open.
    for (const [name, bytes, words] of WRONG_FILES) {
      await drop(page, name, bytes);
      await page.getByRole("alert").getByText(words).waitFor();
      await page.getByText("24 × 20 → 48 × 40").waitFor();
    }
  });

  it("rotates photographs by their orientation, and zooms them with two fingers", async () => {
    const page = await open(`${address}?kernel=kernelgan&iterations=3000&scale=4`, { hasTouch: true });
    await choose(page, "side.jpg", ON_ITS_SIDE);
    await page.getByText("120 × 160").waitFor();

    // One finger scrolls the page while all of the picture is shown; two make it larger.
    const transform = (): Promise<string> =>
      page.locator(".pane canvas").evaluate((canvas) => canvas.style.transform);
    const fitted = await transform();
    const { x, y, width, height } = (await page.locator(".stage").boundingBox()) as Box;
    const [middle, level] = [x + width / 2, y + height / 2];
    await drag(page, [[middle, level]], [[middle + 80, level]]);
    expect(await transform()).toBe(fitted);
    const apart = (distance: number): Point[] => [
      [middle - distance, level],
      [middle + distance, level],
    ];
    await drag(page, apart(20), apart(60));
    const scaleOf = (text: string): number => Number(text.match(/scale\((.*)\)/)?.[1]);
    expect(scaleOf(await transform()) / scaleOf(fitted)).toBeCloseTo(3, 1);
  });

  it("offers one thread when the worker has died", async () => {
    const page = await open(`${address}?kernel=kernelgan&iterations=3000&example=photo&fallback=false`);
    await page.getByText(/iteration \d+ of 3,000/).waitFor();
    await workerOf(page).evaluate('setTimeout(() => { throw new Error("killed") })');
    await page.getByRole("alert").getByText("The computation broke off").waitFor();
    await button(page, "Try again on one thread").click();
    await page.getByText(/iteration \d+ of 3,000/).waitFor();
    expect(await engine(page).textContent()).toBe("WebAssembly, one thread");
    expect(await page.getByRole("alert").textContent()).toBe("");
  });

  it("scales the picture down where the memory runs out, and trains zssr on it", async () => {
    const page = await open(`${address}?kernel=kernelgan&iterations=20`);
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

    await page.getByText(/Training: .* left/).waitFor();
    await page.getByText(/iteration [1-9]\d* of at most 600/).waitFor();
    await button(page, "Stop").click();
    await page.getByRole("radio", { name: "fast" }).check();
    await page.getByText("80 × 60 → 160 × 120").waitFor();
  });

  it("finds the kernel at once by blur shapes, for every scale, and without the engine", async () => {
    const page = await open(`${address}?kernel=auto&scale=4`);
    const fetched: string[] = [];
    page.on("request", (request) => fetched.push(request.url()));
    await drop(page, "photo.png", SAMPLE);
    await isFound(page);
    await page.getByText(/^[1-9]\d?%$/).waitFor();
    expect(fetched.filter((url) => url.endsWith(".wasm"))).toEqual([]);
    expect(await page.getByRole("heading", { name: "Losses" }).count()).toBe(0);
    for (const [scale, size] of Object.entries({ 4: 25, 8: 49, 2: 13, 3: 19, 1: 13 })) {
      await page.getByRole("radio", { name: `×${scale}` }).check();
      await page.getByText(`${size} × ${size} output pixels`).waitFor();
    }
    await page.getByRole("radio", { name: "×2" }).check();
    await page.getByRole("radio", { name: "KernelGAN" }).check();
    await page.getByText(/iteration \d+ of 3,000/).waitFor();
    await page.getByRole("heading", { name: "Losses" }).waitFor();
  });

  it("makes the picture sharp at its size, as much as the slider says, without estimating again", async () => {
    const page = await open(`${address}?scale=1`);
    await drop(page, "photo.png", SAMPLE);
    await isFound(page);
    expect(await page.getByRole("radio", { name: "KernelGAN" }).count()).toBe(0);
    const input = await decodedPixels(page, SAMPLE);
    await page.getByText("512 × 352 → 512 × 352").waitFor();
    const whole = await samples(page, ".pictures [slot=second] canvas");
    expect(largestDifference(whole, input)).toBeGreaterThan(20);
    const atStrength = async (percent: number): Promise<Uint8ClampedArray> => {
      await page.getByLabel("Strength").fill(String(percent));
      return samples(page, ".pictures [slot=second] canvas");
    };
    const half = await atStrength(50);
    const mean = whole.map((value, i) => (value + (input[i] ?? 0)) / 2);
    expect(largestDifference(half, mean)).toBeLessThanOrEqual(2);
    const { bytes, name } = await download(page, "Download PNG");
    expect(name).toBe("photo_x1.png");
    // Canvases round on the way.
    expect(largestDifference(await decodedPixels(page, bytes), half)).toBeLessThanOrEqual(2);
    expect(await atStrength(0)).toEqual(input);
    expect(await atStrength(100)).toEqual(whole);
    expect(await button(page, "Sharpen").count()).toBe(0);
  });

  it("collects results to compare and to delete, keeps them over a reload, and forgets them when closed", async () => {
    const page = await open(address);
    const strip = page.getByRole("list", { name: "Results" });
    await drop(page, "small.png", SMALL);
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    await page.getByRole("radio", { name: "×4" }).check();
    await page.getByText("160 × 120 → 640 × 480").waitFor();
    await page.getByRole("radio", { name: "formula" }).check();
    await expect.poll(() => strip.getByRole("listitem").count()).toBe(3);
    await page.getByLabel("Compare with").selectOption({ label: "×2 · blur shapes · fast" });
    await page.getByRole("img", { name: "Another result: ×2 · blur shapes · fast" }).waitFor();
    await page.getByLabel("Strength").fill("50");
    await expect.poll(() => new URL(page.url()).search).toContain("scale=4&strength=0.5&kernel=spectral");

    // What is stored is there after a moment.
    await expect.poll(() => storedResults(page)).toBe(3);
    await page.reload();
    await expect.poll(() => strip.getByRole("listitem").count()).toBe(3);
    await page.getByText("160 × 120 → 640 × 480").waitFor();
    await button(page, /^×2 · blur shapes/).click();
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    const { bytes } = await download(page, "Download PNG");
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 320, height: 240 });
    await button(page, /^Delete the result ×2/).click();
    await expect.poll(() => strip.getByRole("listitem").count()).toBe(2);
    await expect.poll(() => storedResults(page)).toBe(2);

    await button(page, "Close").click();
    await heading(page, "Drop a picture").waitFor();
    await expect.poll(() => storedResults(page)).toBe(0);
    await page.reload();
    await heading(page, "Drop a picture").waitFor();
    await button(page, /Nagasaki/).click();
    // The settings are those of the last time.
    await page.getByText("512 × 352 → 2048 × 1408").waitFor();
  });

  it("asks before it is left during work", async () => {
    const page = await open(`${address}?kernel=kernelgan&iterations=3000`);
    const questions: string[] = [];
    page.on("dialog", (dialog) => {
      questions.push(dialog.type());
      void dialog.accept();
    });
    await choose(page, "small.png", SMALL);
    await page.getByText(/iteration \d+ of 3,000/).waitFor();
    await page.locator("h1").click();
    await page.reload();
    expect(questions).toEqual(["beforeunload"]);
    // It goes on with the picture.
    await page.getByText(/iteration \d+ of 3,000/).waitFor();
    await button(page, "Stop").click();
    await page.reload();
    await heading(page, "small.png").waitFor();
    expect(questions.length).toBe(1);
  });

  it("saves PNG, JPEG or WebP, as its file was, of the size shown", async () => {
    const page = await open(address);
    await choose(page, "small.jpg", await sharp(SMALL).jpeg().toBuffer());
    for (const [format, name] of [
      ["jpeg", "JPEG"],
      ["webp", "WebP"],
      ["png", "PNG"],
    ] as const) {
      if (format !== "jpeg") await page.getByRole("radio", { name, exact: true }).check();
      const { bytes, name: file } = await download(page, `Download ${name}`);
      expect(file).toBe(`small_x2.${format === "jpeg" ? "jpg" : format}`);
      expect(await sharp(bytes).metadata()).toMatchObject({ format, width: 320, height: 240 });
      await page.getByText(`Size: ${fileSize(bytes.length)}`).waitFor();
    }
    await page.getByRole("radio", { name: "JPEG", exact: true }).check();
    const whole = await download(page, "Download JPEG");
    await page.getByLabel("Quality").fill("60");
    const smaller = await download(page, "Download JPEG");
    expect(smaller.bytes.length).toBeLessThan(whole.bytes.length / 2);
  });

  it("keeps transparency, and fills it with white in JPEG alone", async () => {
    const page = await open(address);
    await choose(page, "cut-out.png", CUT_OUT);
    const png = await download(page, "Download PNG");
    /** The channels of a square of it. */
    const channelsAt = async (file: Buffer, left: number) => {
      const square = await sharp(file).extract({ left, top: 60, width: 100, height: 100 }).png().toBuffer();
      return (await sharp(square).stats()).channels;
    };
    expect((await channelsAt(png.bytes, 10))[3]?.max).toBe(0);
    expect((await channelsAt(png.bytes, 200))[3]?.min).toBe(255);
    await page.getByLabel("Strength").fill("50");
    const mixed = await download(page, "Download PNG");
    expect((await channelsAt(mixed.bytes, 10))[3]?.max).toBe(0);
    expect((await channelsAt(mixed.bytes, 200))[3]?.min).toBe(255);
    await page.getByRole("radio", { name: "JPEG", exact: true }).check();
    await page.getByText(/it becomes white/).waitFor();
    const jpeg = await download(page, "Download JPEG");
    for (const { min } of await channelsAt(jpeg.bytes, 10)) expect(min).toBeGreaterThan(250);
  });

  it("keeps colours that sRGB has not in Display P3", async () => {
    const page = await open(address);
    // A photograph with a patch of the reddest red.
    const wide = await page.evaluate(async (photo) => {
      const bytes = Uint8Array.from(atob(photo), (c) => c.charCodeAt(0));
      const canvas = new OffscreenCanvas(160, 120);
      const context = canvas.getContext("2d", {
        colorSpace: "display-p3",
      }) as OffscreenCanvasRenderingContext2D;
      context.drawImage(await createImageBitmap(new Blob([bytes])), 0, 0);
      context.fillStyle = "color(display-p3 1 0 0)";
      context.fillRect(0, 0, 30, 30);
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
    }, SMALL.toString("base64"));
    const opaque = await sharp(Buffer.from(wide)).keepIccProfile().flatten().png().toBuffer();
    await choose(page, "wide.png", opaque);
    await page.getByText("Display P3").waitFor();
    for (const name of ["PNG", "JPEG", "WebP"]) {
      await page.getByRole("radio", { name, exact: true }).check();
      const { bytes } = await download(page, `Download ${name}`);
      const { icc } = await sharp(bytes).metadata();
      expect(icc?.toString("latin1").replaceAll("\0", "")).toContain("P3");
      const pixel = await sharp(bytes)
        .keepIccProfile()
        .extract({ left: 20, top: 20, width: 1, height: 1 })
        .raw()
        .toBuffer();
      // Of pure red in sRGB this channel has 234.
      expect(pixel[0]).toBeGreaterThan(248);
    }
  });

  it("offers what needs no engine where there is no connection", async () => {
    const page = await open(`${address}?kernel=kernelgan`, { serviceWorkers: "block" });
    await heading(page, "Drop a picture").waitFor();
    await page.route("**/*.wasm", (route) => route.abort());
    await choose(page, "small.png", SMALL);
    await page
      .getByRole("alert")
      .getByText(/engine could not be fetched/)
      .waitFor();
    await button(page, "Use the method that needs no engine").click();
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    expect(await page.getByRole("alert").textContent()).toBe("");
  });

  it.each(["light", "dark"] as const)("can be used by everyone, %s", async (colorScheme) => {
    const page = await open(`${address}?kernel=kernelgan&iterations=20`, { colorScheme, bypassCSP: true });
    const faults = () => accessibilityFaults(page);
    expect(await faults()).toEqual([]);
    await choose(page, "small.png", SMALL);
    await isFound(page);
    await button(page, "Download PNG").waitFor();
    await page.getByText("For researchers").click();
    expect(await faults()).toEqual([]);
    // A strip of results, a training that runs, and a message.
    await page.getByRole("radio", { name: "blur shapes" }).check();
    await page.getByRole("list", { name: "Results" }).waitFor();
    await page.getByRole("radio", { name: "ZSSR" }).check();
    await page.getByText(/Training: .* left/).waitFor();
    await drop(page, "empty.png", Buffer.alloc(0));
    await page.getByRole("alert").getByText("The file is empty").waitFor();
    expect(await faults()).toEqual([]);
  });

  it("works on one thread where the browser gives no shared memory", async () => {
    const page = await open(`${withoutHeaders}?kernel=kernelgan&iterations=30`, { serviceWorkers: "block" });
    await choose(page, "small.png", SMALL);
    await isFound(page);
    expect(await page.evaluate("crossOriginIsolated")).toBe(false);
    expect(await engine(page).textContent()).toBe("WebAssembly, one thread");
  });

  it("upscales with threads, with shared memory and with copies, to the same picture", async () => {
    const files: Buffer[] = [];
    for (const [url, method] of [
      [address, "help"],
      [withoutHeaders, "workOnCopies"],
    ]) {
      const page = await open(`${url}?iterations=30`, { serviceWorkers: "block" });
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

  it("gets threads from its service worker, fetches the engine once, and works offline", async () => {
    const page = await open(`${withoutHeaders}?kernel=kernelgan&iterations=30`);
    const engines: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith(".wasm")) engines.push(request.url());
    });
    await expect.poll(() => page.evaluate("crossOriginIsolated")).toBe(true);
    await choose(page, "small.png", SMALL);
    await isFound(page);

    await page.context().setOffline(true);
    await page.reload();
    await heading(page, "small.png").waitFor();
    await button(page, "Close").click();
    await button(page, /Alpine/).click();
    await isFound(page);
    expect(await page.evaluate("crossOriginIsolated")).toBe(true);
    expect(engines.length).toBe(1);
  });

  it("goes on working in tabs of an old version, and says that there is a new one", async () => {
    const changing = await buildSite();
    onTestFinished(() => changing.close());
    const page = await open(await changing.serve({ headers: true }));
    await page.evaluate("navigator.serviceWorker.ready.then(() => {})");
    await page.reload();
    await choose(page, "small.png", SMALL);
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    await expect.poll(() => storedResults(page)).toBe(1);
    const tab = await page.context().newPage();
    await tab.goto(page.url());
    await tab.getByText("160 × 120 → 320 × 240").waitFor();

    await changing.deploy("99.0.0");
    await page.evaluate(
      "navigator.serviceWorker.getRegistration().then((registration) => registration.update()).then(() => {})",
    );
    await page.getByText("There is a new version").waitFor();
    // The old one has what it needs: this starts another worker, of a file that the site has no more.
    await workerOf(page).evaluate('setTimeout(() => { throw new Error("killed") })');
    await page.getByRole("radio", { name: "×3" }).check();
    await page.getByText("160 × 120 → 480 × 360").waitFor();

    await button(page, "Reload").click();
    for (const each of [page, tab]) {
      await each.getByText("kernelgan 99.0.0", { exact: false }).waitFor();
      await each.getByText("160 × 120 → 480 × 360").waitFor();
    }
  });

  it("compares the engines automatically after the first estimate, and takes the faster one", async () => {
    const page = await open(`${address}?kernel=kernelgan&iterations=20`);
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

  it("computes with WebGPU where it is chosen", async () => {
    const withGpu = await startChromium(SOFTWARE_WEBGPU);
    onTestFinished(() => withGpu.close());
    const page = await open(`${address}?kernel=kernelgan&iterations=2&engine=webgpu`, {}, withGpu);
    await choose(page, "smallest.png", SMALLEST);
    // A renderer on the processor compiles the shaders.
    await isFound(page, VISIT_MS);
    expect(await engine(page).textContent()).toBe("WebGPU");
  });
}

describeWith(CHROMIUM, "the page, in Chromium", visits, VISIT_MS);
