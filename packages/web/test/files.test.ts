/** The files that the page hands out, checked with readers of other people's. */
import { pngChunk } from "@kernelgan/formats/internal";
import { CHROMIUM } from "@kernelgan/testing/chromium";
import { describeWith } from "@kernelgan/testing/suites";
import exifr from "exifr";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { expect, it } from "vitest";
import { LARGE, SAMPLE, SMALL } from "./helpers/pictures.js";
import {
  accessibilityFaults,
  type Box,
  button,
  choose,
  download,
  useSite,
  VISIT_MS,
} from "./helpers/visit.js";

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
    await expect.poll(readClipboard, { timeout: 20_000 }).toBe("240 × 320");
    const { bytes } = await download(page, "Download JPEG");
    await button(page, "Share").click();
    await expect
      .poll(() => page.evaluate("globalThis.shared"))
      .toEqual(["photo_x2.jpg", "image/jpeg", bytes.length]);
  });

  it("are of the part that was chosen, where the picture is too large", async () => {
    const page = await visits.open(`${visits.address}?scale=4`, { bypassCSP: true });
    await choose(page, "large.jpg", LARGE);
    await page
      .getByText(/This picture has 6.6 megapixels, more than this device can enlarge ×4 at once/)
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const frame = button(page, /^The part, /);
    const name = async (): Promise<number[]> =>
      ((await frame.getAttribute("aria-label")) ?? "").match(/\d+/g)?.map(Number) ?? [];
    const [width = 0, height = 0, x = 0, y = 0] = await name();
    expect(width * height).toBeGreaterThan(6e6);
    expect(width * height).toBeLessThanOrEqual(6.25e6);
    await frame.focus();
    await page.keyboard.press("ArrowLeft");
    expect(await name()).toEqual([width, height, x - 31, y]);
    await page.keyboard.press("Shift+ArrowUp");
    expect(await name()).toEqual([width, height - 31, x - 31, y]);

    // By a corner it becomes small; a new one is drawn outside of it; then that is moved.
    const stage = (await page.locator(".part-stage").boundingBox()) as Box;
    const at = (share: number, down: number): [number, number] => [
      stage.x + share * stage.width,
      stage.y + down * stage.height,
    ];
    const drag = async (from: [number, number], to: [number, number]): Promise<void> => {
      await page.mouse.move(...from);
      await page.mouse.down();
      await page.mouse.move(...to, { steps: 3 });
      await page.mouse.up();
    };
    const corner = (await page.locator(".part-stage .se").boundingBox()) as Box;
    await drag([corner.x + 12, corner.y + 12], at(0.2, 0.2));
    expect((await name())[0]).toBeCloseTo(0.2 * 3100 - (x - 31), -2);
    await drag(at(0.5, 0.5), at(0.55, 0.55));
    const [small = 0, low = 0] = await name();
    expect(small).toBeGreaterThan(100);
    expect(small).toBeLessThan(200);
    const before = (await name())[2] ?? 0;
    await drag(at(0.525, 0.525), at(0.725, 0.525));
    expect((await name()).slice(0, 2)).toEqual([small, low]);
    expect((await name())[2]).toBeCloseTo(before + 0.2 * 3100, -2);

    await button(page, /^Enlarge this part/).click();
    await page.getByText(`${small} × ${low} → ${4 * small} × ${4 * low}`).waitFor();
    await page.getByText(`Used is a part of the picture, ${small} × ${low} of 3100 × 2131 pixels.`).waitFor();
    const { bytes } = await download(page, "Download JPEG");
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 4 * small, height: 4 * low });
    await button(page, "Another part").click();
    await button(page, "Enlarge all of it, ×3").waitFor();
    await button(page, "Scale all of it down first").waitFor();
  });

  it("are of the whole of a photograph with 12 megapixels", async () => {
    const page = await visits.open(visits.address);
    const alerts: (string | null)[] = [];
    const photo = await sharp(SAMPLE)
      .resize(4000, 3000, { fit: "fill" })
      .withExif({ IFD0: { Artist: "A. Photographer" } })
      .jpeg()
      .toBuffer();
    await choose(page, "phone.jpg", photo);
    const isThere = page.getByText("4000 × 3000 → 8000 × 6000").waitFor({ timeout: VISIT_MS });
    for (let isDone = false; !isDone; ) {
      isDone = await Promise.race([isThere.then(() => true), page.waitForTimeout(500).then(() => false)]);
      alerts.push(await page.getByRole("alert").textContent());
    }
    // Nothing says that the computation does not answer.
    expect(alerts.filter(Boolean)).toEqual([]);
    const { bytes } = await download(page, /^(Download JPEG|Writing)/);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: "jpeg", width: 8000, height: 6000 });
    expect(await exifr.parse(bytes)).toMatchObject({ Artist: "A. Photographer" });
  });
}

describeWith(CHROMIUM, "files of the page, in Chromium", visits, VISIT_MS);
