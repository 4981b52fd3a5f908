import { readFile } from "node:fs/promises";
import { decodeJson, decodeKernelPng, decodeNpy } from "@kernelgan/formats";
import { CHROMIUM } from "@kernelgan/testing/chromium";
import { readMat } from "@kernelgan/testing/mat";
import { describeWith } from "@kernelgan/testing/suites";
import { unzipSync } from "fflate";
import type { Locator, Page } from "playwright-core";
import sharp from "sharp";
import { expect, it } from "vitest";
import { ON_ITS_SIDE, SAMPLE, SMALL, SMALLEST, TINY } from "./helpers/pictures.js";
import {
  answer,
  type Box,
  button,
  choose,
  closeAnyway,
  download,
  drag,
  drop,
  engine,
  expectNoMoves,
  faultsByDayAndNight,
  heading,
  isFound,
  isTraining,
  KEPT,
  keepAsEarlierPage,
  type Point,
  paste,
  question,
  STEP_MS,
  searchTime,
  storedResults,
  storedScales,
  useSite,
  VISIT_MS,
  watchPlaces,
} from "./helpers/visit.js";

/** A picture without a blur. */
const SHRUNK = await sharp(SAMPLE).resize(170, 117).png().toBuffer();

/** Files that cannot be opened, and what the page says of them. */
const WRONG_FILES: readonly (readonly [name: string, bytes: Buffer, words: RegExp])[] = [
  ["empty.png", Buffer.alloc(0), /The file is empty/],
  ["cut.png", SMALL.subarray(0, 300), /The picture is damaged/],
  ["drawing.svg", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /an SVG drawing/],
  ["scan.tif", await sharp(SMALL).tiff().toBuffer(), /a TIFF image/],
  // What it says to convert it to, a browser can open.
  ["raw.raf", Buffer.from("FUJIFILMCCD-RAW 0201"), /a raw photograph.*develop it to PNG/],
  ["layers.psd", Buffer.from("8BPS\0\x01"), /a Photoshop document.*save it as PNG in/],
  ["page.pdf", Buffer.from("%PDF-1.7\n"), /a PDF document; save its pictures as PNG, for example with GIMP/],
  ["phone.heic", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0heicmif1", "latin1"), /a HEIC image/],
];

/** The whole page, as a visitor uses it. */
function visits(): void {
  const site = useSite();

  /** That a message hides neither what is open nor the buttons for something else. */
  const expectBelowHeading = async (alert: Locator): Promise<void> => {
    const { y } = (await alert.locator(".problem").boundingBox()) as Box;
    const above = (await alert.page().locator(".heading").boundingBox()) as Box;
    expect(y).toBeGreaterThanOrEqual(above.y + above.height);
  };

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
        context.drawImage(bitmap, -32, -12);
        return [...context.getImageData(0, 0, 96, 96).data];
      }, png.toString("base64")),
    );

  const largestDifference = (a: Uint8ClampedArray, b: Uint8ClampedArray): number =>
    a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? 0))), 0);

  /** How many different pictures a canvas shows until the kernel is found. */
  async function pictures(page: Page, selectors: readonly string[]): Promise<number[]> {
    const seen = selectors.map(() => new Set<string>());
    while ((await searchTime(page).count()) === 0) {
      for (const [i, selector] of selectors.entries()) {
        if ((await page.locator(selector).count()) > 0) seen[i]?.add(await pixels(page, selector));
      }
    }
    return seen.map(({ size }) => size);
  }

  it("leads from a dropped picture to its kernel, a larger picture, and files of both", async () => {
    const page = await site.open(`${site.address}?kernel=kernelgan&iterations=200`);
    await expect.poll(() => engine(page).textContent()).toMatch(/WebAssembly, (one thread|2 threads)/);
    await drop(page, "photo.png", SMALL);
    await heading(page, "photo.png").waitFor();

    // Kernel, D-maps and curves are drawn several times during the training.
    const counts = await pictures(page, [".kernel canvas", ".d-maps canvas", ".chart canvas"]);
    for (const count of counts) expect(count).toBeGreaterThan(2);

    await page.getByText("160 × 120 → 320 × 240").waitFor();

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
    expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual([320, 240]);

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
    const page = await site.open(
      `${site.address}?kernel=kernelgan&iterations=3000&example=photo&fallback=false`,
    );
    const stop = button(page, "Stop");
    // The first hundreds may have no kernel that could be used: then the picture is only enlarged.
    await page.getByText(/iteration ([3-9]\d{2}|\d,\d{3}) of 3,000/).waitFor();
    await stop.click();
    await page.getByText(/Stopped after/).waitFor();
    await button(page, "Use the blur found so far").click();
    await page.getByText("Blur undone as far as it was known; enlarged to 1024 × 704.").last().waitFor();
    // What is shown was made since: it is not offered once more.
    const ahead = page.locator(".result-panel .buttons.ahead");
    await expect
      .poll(() => ahead.getByRole("button").allTextContents())
      .toEqual(["Only enlarge it", "Start again"]);
    expect(await page.getByText("What is shown was made before").count()).toBe(0);
    await button(page, "Only enlarge it").click();
    await page.getByText("As you asked: only enlarged, to 1024 × 704.").last().waitFor();
    await expect
      .poll(() => ahead.getByRole("button").allTextContents())
      .toEqual(["Use the blur found so far", "Start again"]);
    expect(await page.getByText("What is shown was made before").count()).toBe(0);

    // What is pasted far down the page is shown from its top.
    await page.evaluate("scrollTo(0, document.body.scrollHeight)");
    expect(await page.evaluate("scrollY")).toBeGreaterThan(0);
    await paste(page, "other.png", SMALL);
    await answer(page, "Open anyway");
    await isTraining(page);
    await heading(page, "other.png").waitFor();
    await expect.poll(() => page.evaluate("scrollY")).toBe(0);
    await page.getByText("160 × 120").waitFor();

    await page.getByText("For researchers").click();
    await page.getByRole("spinbutton", { name: "Iterations" }).fill("40");
    await page.getByRole("spinbutton", { name: "Iterations" }).press("Enter");
    await isFound(page);
    const first = await pixels(page, ".kernel canvas");

    await page.getByRole("spinbutton", { name: "Seed" }).fill("7");
    await page.getByRole("spinbutton", { name: "Seed" }).press("Enter");
    await searchTime(page).waitFor({ state: "detached" });
    await isFound(page);
    expect(await pixels(page, ".kernel canvas")).not.toBe(first);

    // ×4 follows from ×2 without another training; ×3 does not.
    await page.getByRole("radio", { name: "×4" }).check();
    await page.getByText("25 × 25 output pixels").waitFor();
    await page.getByText("160 × 120 → 640 × 480").waitFor();
    await page.getByRole("radio", { name: "×3" }).check();
    await searchTime(page).waitFor({ state: "detached" });
    await isFound(page);
    await page.getByText("160 × 120 → 480 × 360").waitFor();
  });

  it("does not take the kernel that there is for that of a training which a reload stopped", async () => {
    const page = await site.open(`${site.address}?iterations=3000`);
    await choose(page, "small.png", SMALL);
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    page.on("dialog", (dialog) => dialog.accept());
    await page.getByRole("radio", { name: "KernelGAN" }).check();
    await button(page, "Stop").waitFor();
    await page.reload();
    await button(page, "Start again").waitFor();
    await page.getByText("160 × 120 → 320 × 240").waitFor();
  });

  it("works where the browser blocks storage, with threads and without, and asks before its results are lost", async () => {
    for (const address of [site.address, site.withoutHeaders]) {
      const page = await site.open("about:blank", KEPT);
      await page.addInitScript(`for (const kind of ["localStorage", "sessionStorage", "indexedDB"]) {
        Object.defineProperty(globalThis, kind, { get() { throw new DOMException("blocked", "SecurityError"); } });
      }`);
      await page.goto(address);
      const questions: string[] = [];
      page.on("dialog", (dialog) => {
        questions.push(dialog.type());
        void dialog.accept();
      });
      const make = async () => {
        await choose(page, "small.png", SMALL);
        await page.getByText("160 × 120 → 320 × 240").waitFor();
      };
      await make();
      await page.locator("h1").click();
      await page.reload();
      await heading(page, "Drop a picture").waitFor();
      expect(questions).toEqual(["beforeunload"]);
      await make();
      expect((await download(page, "Download PNG")).name).toBe("small_x2.png");
      await page.locator("h1").click();
      await page.goBack();
      expect(questions.length).toBe(1);
    }
  });

  it("keeps its controls where they are while the result is made, and whatever there is to remark on it", async () => {
    const frames = [SMALL, await sharp(SMALL).negate().png().toBuffer()];
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    for (const width of [1280, 360]) {
      const page = await site.open(site.address, { viewport: { width, height: 800 } });
      for (const [name, bytes, remark] of [
        ["small.png", SMALL, "Drag the line on the picture to compare."],
        ["tiny.png", TINY, "at least 32 × 32 are needed."],
        ["moving.gif", moving, "The file is an animation: its first picture alone is enlarged"],
      ] as const) {
        await watchPlaces(page, [".viewer-controls", "#strength", ".settings", ".kernel"]);
        await choose(page, name, bytes);
        await heading(page, name).waitFor();
        await page.getByText(/^Size: \d/).waitFor();
        await page.locator(".found").getByText(remark).waitFor();
        await expectNoMoves(page);
        await closeAnyway(page);
        await heading(page, "Drop a picture").waitFor();
      }
    }
  });

  it("has the picture, and how far its work is, in the window's title", async () => {
    const page = await site.open(`${site.address}?kernel=kernelgan&iterations=3000`);
    const title = () => expect.poll(() => page.title(), { timeout: STEP_MS });
    await title().toMatch(/drop a picture/);
    await choose(page, "small.png", SMALL);
    await title().toMatch(/^[1-9]\d?% searched: small.png – kernelgan$/);
    await button(page, "Stop").click();
    await button(page, "Only enlarge it").click();
    await title().toBe("small.png ×2 – kernelgan");
    await closeAnyway(page);
    await title().toMatch(/drop a picture/);
  });

  it("does not say that it is sure of a blur that it has not found", async () => {
    const page = await site.open(site.address);
    await choose(page, "sharp.png", SHRUNK);
    await page.getByText("No blur found: only enlarged, to 340 × 234.").last().waitFor();
    // What it is compared with has another name.
    const compared = page.getByLabel("Compare with").getByRole("option");
    expect(await compared.allTextContents()).toEqual(["resized", "original"]);
    await page.getByText("Looked for").waitFor();
    await page.getByText(/^\d+%, too low: not used$/).waitFor();
    expect(await page.getByText("Found in").count()).toBe(0);
    // A weight takes the place of the name, which has two lines here.
    await watchPlaces(page, [".kernel .fact-list"]);
    await page.locator(".kernel .map").hover();
    await page.getByText(/^row \d+, column \d+: -?\d/).waitFor();
    await page.mouse.move(0, 0);
    await page.getByText(/^row \d/).waitFor({ state: "detached" });
    await expectNoMoves(page);
    // What is stopped is not what is shown.
    await page.getByRole("radio", { name: "KernelGAN" }).check();
    await button(page, "Stop").click();
    await page.getByText(/^Stopped.*What is shown was made before/).waitFor();

    // After a training each scale has its own kernel of a picture without a blur.
    const other = await site.open(`${site.address}?kernel=kernelgan&iterations=20`);
    await choose(other, "sharp.png", SHRUNK);
    await other.getByText("No blur found: only enlarged, to 340 × 234.").last().waitFor();
    await other.getByRole("radio", { name: "×4" }).check();
    await other.getByText("No blur found: only enlarged, to 680 × 468.").last().waitFor();
    await other.getByText("No blur: kernel of a picture that was only shrunk (bicubic)").waitFor();
  });

  it("explains what is wrong with a file", async () => {
    const page = await site.open(`${site.address}?kernel=kernelgan&iterations=20`);
    await choose(page, "notes.png", Buffer.from("no picture"));
    const message = page.getByRole("alert").locator(".problem");
    await message.getByText("not a picture that the browser can open").waitFor();
    // It hides nothing of the welcome.
    const { y, height } = (await message.boundingBox()) as Box;
    expect(((await heading(page, "Drop a picture").boundingBox()) as Box).y).toBeGreaterThanOrEqual(
      y + height,
    );
    await choose(page, "tiny.png", TINY);
    await page.getByText(/^It has 24 × 20 pixels; at least \d+ × \d+ are needed\.$/).waitFor();
    await page.getByText("24 × 20 → 48 × 40").waitFor();
    const tooSmall = page.getByText("Too small to find its blur: only enlarged, to 48 × 40.");
    await tooSmall.last().waitFor();
    // It is still the reason once the page has come back.
    await expect.poll(() => storedResults(page)).toBe(1);
    await page.reload();
    await tooSmall.last().waitFor();
    expect(await page.getByText("Stopped").count()).toBe(0);
    expect(await page.getByText("Estimated kernel").count()).toBe(0);
    // What the page has is not given up for a file that it cannot open.
    await watchPlaces(page, [".heading", ".viewer-controls", ".settings"]);
    for (const [name, bytes, words] of WRONG_FILES) {
      await drop(page, name, bytes);
      const alert = page.getByRole("alert").filter({ hasText: words });
      await alert.getByText(name, { exact: true }).waitFor();
      expect(await alert.getByRole("button").allTextContents()).toEqual(["Close"]);
      await page.getByText("24 × 20 → 48 × 40").waitFor();
      await expectBelowHeading(alert);
      await page.keyboard.press("Escape");
      await alert.waitFor({ state: "detached" });
    }
    await expectNoMoves(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await drop(page, "empty.png", Buffer.alloc(0));
    await expectBelowHeading(page.getByRole("alert").filter({ hasText: "The file is empty" }));
    await page.setViewportSize({ width: 1280, height: 720 });
    // Nor is it left for the address of one.
    const link = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.setData("text/uri-list", "https://example.org/boats.png");
      return transfer;
    });
    await page.dispatchEvent("main", "drop", { dataTransfer: link });
    await page.getByRole("alert").getByText("This is a link, not a file").waitFor();
    // What is dragged within the page is not taken.
    const isTaken = () =>
      page.evaluate(() => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["pixels"], "boats.png"));
        return !document.body.dispatchEvent(
          new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }),
        );
      });
    await page.dispatchEvent("main", "dragstart");
    expect(await isTaken()).toBe(false);
    await page.dispatchEvent("main", "dragend");
    expect(await isTaken()).toBe(true);
  });

  it("rotates photographs by their orientation, and zooms them with two fingers", async () => {
    const page = await site.open(`${site.address}?kernel=kernelgan&iterations=3000&scale=4`, {
      hasTouch: true,
    });
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

  it("finds the kernel at once by itself, for every scale, and without the engine", async () => {
    const page = await site.open(`${site.address}?kernel=auto&scale=4`);
    const fetched: string[] = [];
    page.on("request", (request) => fetched.push(request.url()));
    await drop(page, "small.png", SMALL);
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
    await isTraining(page);
    await page.getByRole("heading", { name: "Losses" }).waitFor();
  });

  it("makes the picture sharp at its size, as much as the slider says, without estimating again", async () => {
    const page = await site.open(`${site.address}?scale=1`);
    await drop(page, "small.png", SMALL);
    await isFound(page);
    expect(await page.getByRole("radio", { name: "KernelGAN" }).isDisabled()).toBe(true);
    await page.getByText("KernelGAN finds no blur at ×1.").waitFor();
    const input = await decodedPixels(page, SMALL);
    await page.getByText("160 × 120 → 160 × 120").waitFor();
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
    expect(name).toBe("small_x1.png");
    // Canvases round on the way.
    expect(largestDifference(await decodedPixels(page, bytes), half)).toBeLessThanOrEqual(2);
    expect(await atStrength(0)).toEqual(input);
    expect(await atStrength(100)).toEqual(whole);
    expect(await button(page, "Sharpen").count()).toBe(0);
  });

  it("collects results to compare and to delete, keeps them over a reload, and forgets them when closed", async () => {
    const page = await site.open(site.address);
    const strip = page.getByRole("list", { name: "Results" });
    await drop(page, "small.png", SMALL);
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    await watchPlaces(page, [".viewer-controls", ".strip", ".drawer"]);
    await page.getByRole("radio", { name: "×4" }).check();
    await page.getByText("160 × 120 → 640 × 480").waitFor();
    await page.getByRole("radio", { name: "simple" }).check();
    await expect.poll(() => strip.getByRole("listitem").count()).toBe(3);
    await expectNoMoves(page);
    await page.getByLabel("Compare with").selectOption({ label: "×2 · automatic · fast" });
    await page.getByRole("img", { name: "Another result: ×2 · automatic · fast" }).waitFor();
    await page.getByLabel("Strength").fill("50");
    await expect.poll(() => new URL(page.url()).search).toContain("scale=4&strength=0.5&kernel=spectral");

    // What is stored is there after a moment.
    await expect.poll(() => storedResults(page)).toBe(3);
    await page.addInitScript(`
      window.said = new Set();
      new MutationObserver(() => said.add(document.querySelector(".work-overlay p")?.textContent))
        .observe(document, { childList: true, subtree: true, characterData: true });`);
    const size = page.viewportSize() ?? { width: 1280, height: 720 };
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await expect.poll(() => strip.getByRole("listitem").count()).toBe(3);
    await page.getByText("160 × 120 → 640 × 480").waitFor();
    // Where not all of them have room, the one that is shown is in view.
    const ends = await strip.evaluate((list) =>
      [list, list.querySelector("li:has([aria-pressed=true])")].map(
        (one) => one?.getBoundingClientRect().right ?? 0,
      ),
    );
    expect(ends[1]).toBeLessThanOrEqual(ends[0] as number);
    await page.setViewportSize(size);
    expect(await page.evaluate("[...said]")).toContain("Bringing the result back …");
    await button(page, /^×2 · automatic/).click();
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    const { bytes } = await download(page, "Download PNG");
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 320, height: 240 });
    await button(page, /^Delete the result ×2/).click();
    await expect.poll(() => strip.getByRole("listitem").count()).toBe(2);
    await expect.poll(() => storedResults(page)).toBe(2);

    await closeAnyway(page);
    await heading(page, "Drop a picture").waitFor();
    await expect.poll(() => storedResults(page)).toBe(0);
    await page.reload();
    await heading(page, "Drop a picture").waitFor();
    await drop(page, "small.png", SMALL);
    // The settings are those of the last time.
    await page.getByText("160 × 120 → 640 × 480").waitFor();
  });

  it("asks before a picture is closed whose results were not downloaded, after a reload as well", async () => {
    const page = await site.open(`${site.address}?kernel=kernelgan&iterations=3000`);
    await choose(page, "small.png", SMALL);
    await isTraining(page);
    // Nothing is there yet to be lost.
    await button(page, "Close").click();
    await heading(page, "Drop a picture").waitFor();

    await page.goto(`${site.address}?kernel=auto`);
    await choose(page, "small.png", SMALL);
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    await page.getByRole("radio", { name: "×1" }).check();
    await page.getByText("160 × 120 → 160 × 120").waitFor();
    await download(page, "Download PNG");
    await expect.poll(() => storedResults(page)).toBe(2);
    await page.reload();
    await page.getByText("160 × 120 → 160 × 120").waitFor();
    await button(page, "Close").click();
    await question(page).getByText("It will be lost when the picture is closed.").waitFor();
    await answer(page, "Cancel");
    await button(page, /^×2 · automatic/).click();
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    await download(page, "Download PNG");
    await button(page, "Close").click();
    await heading(page, "Drop a picture").waitFor();
    expect(await question(page).count()).toBe(0);
  });

  it("asks before another picture takes the place of results that were not downloaded, however it is given", async () => {
    const page = await site.open(site.address, { bypassCSP: true });
    await choose(page, "first.png", SMALL);
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    const dialog = question(page);
    for (const give of [choose, drop, paste]) {
      await give(page, "second.png", SMALLEST);
      await dialog.getByText("It will be lost when “second.png” is opened in its place.").waitFor();
      await answer(page, "Cancel");
      await heading(page, "first.png").waitFor();
    }
    // The last one that is given is asked about.
    await drop(page, "second.png", SMALLEST);
    await dialog.waitFor();
    expect(await faultsByDayAndNight(page)).toEqual([]);
    await drop(page, "third.png", SMALLEST);
    await dialog.getByText("when “third.png” is opened").waitFor();
    const [saved] = await Promise.all([page.waitForEvent("download"), answer(page, "Download it first")]);
    expect(saved.suggestedFilename()).toBe("first_x2.png");
    expect(await sharp(await saved.path()).metadata()).toMatchObject({ width: 320, height: 240 });
    await heading(page, "third.png").waitFor();
    await page.getByText("56 × 56 → 112 × 112").waitFor();

    // Several results become one zip. Nothing is asked before a file that cannot be opened.
    await page.getByRole("radio", { name: "simple" }).check();
    await expect
      .poll(() => page.getByRole("list", { name: "Results" }).getByRole("listitem").count())
      .toBe(2);
    await drop(page, "empty.png", Buffer.alloc(0));
    await page.getByRole("alert").getByText("The file is empty").waitFor();
    expect(await dialog.count()).toBe(0);
    await drop(page, "fourth.png", SMALL);
    await dialog.getByText("They will be lost when “fourth.png” is opened in its place.").waitFor();
    const [zip] = await Promise.all([page.waitForEvent("download"), answer(page, "Download them first")]);
    expect(zip.suggestedFilename()).toBe("third.zip");
    expect(Object.keys(unzipSync(await readFile(await zip.path())))).toEqual([
      "third_x2.png",
      "third_x2 (2).png",
    ]);
    await heading(page, "fourth.png").waitFor();
    await page.getByText("160 × 120 → 320 × 240").waitFor();

    // More than one do not take its place.
    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles(["a.png", "b.png"].map((name) => ({ name, mimeType: "", buffer: SMALLEST })));
    await page.getByText("2 done").waitFor();
    expect(await dialog.count()).toBe(0);
    await button(page, "Open a.png").click();
    await dialog.waitFor();
    await answer(page, "Open anyway");
    await heading(page, "a.png").waitFor();
  });

  it("begins anew where an earlier page kept something in another form", async () => {
    const page = await site.open(site.address);
    await drop(page, "small.png", SMALL);
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    await expect.poll(() => storedResults(page)).toBe(1);
    await keepAsEarlierPage(page);
    await page.reload();
    await heading(page, "Drop a picture").waitFor();
    expect(await storedResults(page)).toBe(0);
  });

  it("takes no result of another tab for its own, and asks before those are lost that it took the place of", async () => {
    const page = await site.open(`${site.address}?scale=4`);
    await choose(page, "smallest.png", SMALLEST);
    await page.getByText("56 × 56 → 224 × 224").waitFor();
    await expect.poll(() => storedScales(page)).toEqual([4]);
    const questions: string[] = [];
    page.on("dialog", (dialog) => {
      questions.push(dialog.type());
      void dialog.accept();
    });
    const tab = await page.context().newPage();
    await tab.goto(page.url());
    await tab.getByText("56 × 56 → 224 × 224").waitFor();
    await page.getByRole("radio", { name: "×8" }).check();
    await page.getByText("56 × 56 → 448 × 448").waitFor();
    await expect.poll(() => storedScales(page)).toEqual([4, 8]);

    await tab.getByText("For researchers").click();
    await tab.getByRole("spinbutton", { name: /^Noise/ }).fill("9");
    await tab.getByRole("spinbutton", { name: /^Noise/ }).press("Enter");
    await expect.poll(() => storedScales(tab)).toEqual([4, 4]);
    const made = await pixels(tab, "[slot=second] canvas");
    await tab.reload();
    await tab.getByText("56 × 56 → 224 × 224").waitFor();
    expect((await pixels(tab, "[slot=second] canvas")) === made).toBe(true);

    await page.locator("h1").click();
    await page.reload();
    expect(questions).toEqual(["beforeunload"]);
    // Its results are among those that the other one keeps: nothing is asked.
    await tab.getByRole("radio", { name: "×8" }).check();
    await tab.getByText("56 × 56 → 448 × 448").waitFor();
    await expect.poll(() => storedScales(tab)).toEqual([4, 4, 8]);
    await page.locator("h1").click();
    await page.reload();
    await page.getByText("56 × 56 → 448 × 448").waitFor();
    expect(questions.length).toBe(1);
  });

  it("asks before it is left during work", async () => {
    const page = await site.open(`${site.address}?kernel=kernelgan&iterations=3000`);
    const questions: string[] = [];
    page.on("dialog", (dialog) => {
      questions.push(dialog.type());
      void dialog.accept();
    });
    await choose(page, "small.png", SMALL);
    await isTraining(page);
    await page.locator("h1").click();
    await page.reload();
    expect(questions).toEqual(["beforeunload"]);
    // It goes on with the picture.
    await isTraining(page);
    await button(page, "Stop").click();
    await page.reload();
    await heading(page, "small.png").waitFor();
    expect(questions.length).toBe(1);
  });

  it("can be used by everyone, by day and by night", async () => {
    const page = await site.open(`${site.address}?kernel=kernelgan&iterations=20`, { bypassCSP: true });
    const faults = () => faultsByDayAndNight(page);
    expect(await faults()).toEqual([]);
    await choose(page, "small.png", SMALL);
    await isFound(page);
    await button(page, "Download PNG").waitFor();
    await page.getByText("For researchers").click();
    expect(await faults()).toEqual([]);
    // A strip of results, a training that runs, and a message.
    await page.getByRole("radio", { name: "automatic" }).check();
    await page.getByRole("list", { name: "Results" }).waitFor();
    await page.getByRole("radio", { name: "ZSSR" }).check();
    await page.getByText(/^Training/).waitFor();
    await drop(page, "empty.png", Buffer.alloc(0));
    await page.getByRole("alert").getByText("The file is empty").waitFor();
    expect(await faults()).toEqual([]);
  });
}

describeWith(CHROMIUM, "the page, in Chromium", visits, VISIT_MS);
