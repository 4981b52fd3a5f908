/** The files that the page hands out, checked with readers of other people's. */
import { fileSize } from "@kernelgan/figures";
import { pngChunk } from "@kernelgan/formats/internal";
import { CHROMIUM } from "@kernelgan/testing/chromium";
import { describeWith } from "@kernelgan/testing/suites";
import exifr from "exifr";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { expect, it } from "vitest";
import { CUT_OUT, SMALL } from "./helpers/pictures.js";
import { answer, button, choose, download, useSite, VISIT_MS } from "./helpers/visit.js";

const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" tiff:Orientation="6" dc:format="image/jpeg"/></rdf:RDF></x:xmpmeta>`;

/** As a camera writes it: on its side, with a profile. */
const PHOTO = await sharp(SMALL)
  .withExif({ IFD0: { Artist: "A. Photographer", Orientation: "6" }, IFD2: { FNumber: "28/10" } })
  .withXmp(XMP)
  .withMetadata({ density: 300, orientation: 6 })
  .withIccProfile("p3")
  .jpeg()
  .toBuffer();

/** 16 bits a sample, half transparent: between two levels of 8 bits there are others. */
const DEEP = await deepCutOut();

async function deepCutOut(): Promise<Buffer> {
  const { data, info } = await sharp(SMALL)
    .toColourspace("rgb16")
    .raw({ depth: "ushort" })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const colours = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
  const samples = new Uint16Array(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) samples[4 * i + c] = (colours[3 * i + c] as number) + (i % 200);
    samples[4 * i + 3] = i % width < width / 2 ? 30_000 : 65_535;
  }
  return sharp(samples, { raw: { width, height, channels: 4 } })
    .toColourspace("rgb16")
    .png()
    .toBuffer();
}

/** EXIF without what may stand in front of it. */
const tiffOf = (exif: Buffer): Buffer => exif.subarray(exif.toString("latin1", 0, 4) === "Exif" ? 6 : 0);

const format = async (page: Page, name: string): Promise<Buffer> => {
  await page.getByRole("radio", { name, exact: true }).check();
  return (await download(page, `Download ${name}`)).bytes;
};

/** How many different values the reds of a file have. */
async function levels(file: Buffer): Promise<number> {
  const { data } = await sharp(file)
    .toColourspace("rgb16")
    .raw({ depth: "ushort" })
    .toBuffer({ resolveWithObject: true });
  const { channels = 3 } = await sharp(file).metadata();
  return new Set(
    new Uint16Array(data.buffer, data.byteOffset, data.length / 2).filter((_, i) => i % channels === 0),
  ).size;
}

function visits(): void {
  const visits = useSite();

  it("have the profile, EXIF, XMP and density of the photograph, for its new size", async () => {
    const page = await visits.open(visits.address);
    await choose(page, "photo.jpg", PHOTO);
    await page.getByText("120 × 160 → 240 × 320 · colour · Display P3").waitFor();
    const { icc } = await sharp(PHOTO).metadata();
    for (const name of ["JPEG", "PNG", "WebP"]) {
      const file = await format(page, name);
      const found = await sharp(file).metadata();
      expect(found).toMatchObject({ width: 240, height: 320, orientation: 1 });
      expect(found.icc?.equals(icc as Buffer)).toBe(true);
      expect(found.xmp?.toString()).toContain('tiff:Orientation="1"');
      expect(await exifr.parse(tiffOf(found.exif as Buffer))).toMatchObject({
        Artist: "A. Photographer",
        FNumber: 2.8,
      });
      if (name !== "WebP") expect(found.density).toBe(300);
    }
  });

  it("have 16 bits a sample and transparency, at any strength", async () => {
    const page = await visits.open(visits.address);
    await choose(page, "deep.png", DEEP);
    await page.getByText("160 × 120 → 320 × 240 · colour · transparent · 16 bits").waitFor();
    for (const strength of ["100", "50", "0"]) {
      await page.getByLabel("Strength").fill(strength);
      const { bytes } = await download(page, "Download PNG");
      expect(await sharp(bytes).metadata()).toMatchObject({ depth: "ushort", channels: 4, width: 320 });
      expect(await levels(bytes)).toBeGreaterThan(1000);
      const { channels } = await sharp(bytes).stats();
      expect([channels[3]?.min, channels[3]?.max]).toEqual([expect.closeTo(30_000, -4), 65_535]);
    }
    await page.getByRole("radio", { name: "JPEG", exact: true }).check();
    await page.getByText("JPEG is written with 8 bits a sample, not 16; PNG keeps them.").waitFor();
  });

  it("say what their colours mean as the file did, which the screen shows", async () => {
    const page = await visits.open(`${visits.address}?scale=1`);
    const plain = await sharp(SMALL).greyscale().toColourspace("b-w").png().toBuffer();
    // Linear light: a program that knows it shows the picture brighter.
    const gamma = pngChunk("gAMA", Uint8Array.of(0, 1, 0x86, 0xa0));
    const linear = Buffer.concat([plain.subarray(0, 33), gamma, plain.subarray(33)]);
    const brightness = (): Promise<number> =>
      page.locator(".pictures [slot=second] canvas").evaluate((canvas) => {
        const small = new OffscreenCanvas(1, 1).getContext("2d") as OffscreenCanvasRenderingContext2D;
        small.imageSmoothingQuality = "high";
        small.drawImage(canvas as HTMLCanvasElement, 0, 0, 1, 1);
        return small.getImageData(0, 0, 1, 1).data[0] as number;
      });
    await choose(page, "plain.png", plain);
    await page.getByRole("heading", { level: 1, name: "plain.png" }).waitFor();
    await page.getByText("160 × 120 → 160 × 120").waitFor();
    const usual = await brightness();
    await choose(page, "linear.png", linear);
    await answer(page, "Open anyway");
    await page.getByRole("heading", { level: 1, name: "linear.png" }).waitFor();
    await page.getByText("160 × 120 → 160 × 120").waitFor();
    expect(await brightness()).toBeGreaterThan(usual + 20);
    expect((await format(page, "PNG")).includes(Buffer.from(gamma))).toBe(true);
    await page.getByRole("radio", { name: "JPEG", exact: true }).check();
    await page.getByText(/JPEG is written without PNG's gAMA/).waitFor();
  });

  it("are copied and shared", async () => {
    const page = await visits.open("about:blank", { permissions: ["clipboard-read", "clipboard-write"] });
    // Chromium shares on systems that have a dialogue for it.
    await page.addInitScript(`Object.assign(Navigator.prototype, {
      canShare: () => true,
      share: async ({ files }) => { globalThis.shared = [files[0].name, files[0].type, files[0].size]; },
    })`);
    await page.goto(visits.address);
    await choose(page, "photo.jpg", PHOTO);
    await button(page, "Copy").click();
    const readClipboard = (): Promise<string> =>
      page.evaluate(async () => {
        const [item] = await navigator.clipboard.read();
        if (!item?.types.includes("image/png")) return "nothing";
        const { width, height } = await createImageBitmap(await item.getType("image/png"));
        return `${width} × ${height}`;
      });
    await expect.poll(readClipboard).toBe("240 × 320");
    // That is said until there is another one to copy.
    await button(page, "Copied").waitFor();
    await page.getByLabel("Strength").fill("50");
    await page.getByRole("button", { name: "Copy", exact: true }).waitFor();
    const { bytes } = await download(page, "Download JPEG");
    await button(page, "Share").click();
    await expect
      .poll(() => page.evaluate("globalThis.shared"))
      .toEqual(["photo_x2.jpg", "image/jpeg", bytes.length]);

    // What another program has is not lost when the picture is closed: nothing is asked.
    await choose(page, "small.png", SMALL);
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    await button(page, "Share").click();
    await expect.poll(() => page.evaluate("globalThis.shared[0]")).toBe("small_x2.png");
    await button(page, "Close").click();
    await page.getByRole("heading", { level: 1, name: "Drop a picture" }).waitFor();
  });

  it("are PNG, JPEG or WebP, as the picture's file was, of the size shown", async () => {
    const page = await visits.open(visits.address);
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

  it("keep transparency, which becomes white in JPEG alone", async () => {
    const page = await visits.open(visits.address);
    await choose(page, "cut-out.png", CUT_OUT);
    const png = await download(page, "Download PNG");
    // On the screen squares show through.
    const behind = page.locator(".pane canvas").last();
    expect(await behind.evaluate((canvas) => getComputedStyle(canvas).backgroundImage)).toMatch(/gradient/);
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

  it("keep colours that sRGB has not in Display P3", async () => {
    const page = await visits.open(visits.address);
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
}

describeWith(CHROMIUM, "files of the page, in Chromium", visits, VISIT_MS);
