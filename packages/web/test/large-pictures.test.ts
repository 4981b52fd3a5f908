/** Pictures of as many megapixels as cameras make. */
import { CHROMIUM } from "@kernelgan/testing/chromium";
import { describeWith } from "@kernelgan/testing/suites";
import exifr from "exifr";
import sharp from "sharp";
import { expect, it } from "vitest";
import { SAMPLE } from "./helpers/pictures.js";
import {
  accessibilityFaults,
  type Box,
  button,
  choose,
  download,
  expectNoMoves,
  useSite,
  VISIT_MS,
  watchPlaces,
} from "./helpers/visit.js";

/** A picture with some more pixels than can be enlarged ×4. */
const LARGE = await sharp(SAMPLE).resize(3100, 2131).jpeg().toBuffer();

function visits(): void {
  const visits = useSite();

  it("are enlarged in part where they are too large", async () => {
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

    await watchPlaces(page, [".viewer-controls", ".settings"]);
    await button(page, /^Enlarge this part/).click();
    await page.getByText(`${small} × ${low} → ${4 * small} × ${4 * low}`).waitFor();
    await page.getByText(`Used is a part of the picture, ${small} × ${low} of 3100 × 2131 pixels.`).waitFor();
    const { bytes } = await download(page, "Download JPEG");
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 4 * small, height: 4 * low });
    await expectNoMoves(page);
    await button(page, "Another part").click();
    await button(page, "Enlarge all of it, ×3, to 9300 × 6393").waitFor();
    await button(page, "Scale all of it down first, to 6.3 megapixels").waitFor();

    // What can be saved is not what is on the screen; a larger scale takes room of the frame, a smaller one gives it back.
    expect(await page.getByText(/^Size:/).count()).toBe(0);
    await drag(at(0.02, 0.02), at(0.9, 0.9));
    const wide = await name();
    await page.getByRole("radio", { name: "×8" }).check();
    await expect.poll(async () => (await name())[0]).toBeLessThan(wide[0] ?? 0);
    const tight = await name();
    const middle = ([w = 0, h = 0, left = 0, top = 0]: number[]): number[] => [left + w / 2, top + h / 2];
    for (const [i, along] of middle(tight).entries()) expect(along).toBeCloseTo(middle(wide)[i] ?? 0, -1);
    await page.getByRole("radio", { name: "×4" }).check();
    await expect.poll(name).toEqual(wide);
    await button(page, `Keep the ×4 result, ${4 * small} × ${4 * low}`).click();
    await page.getByText(`${small} × ${low} → ${4 * small} × ${4 * low}`).waitFor();
    await page.getByText(/^Size: \d/).waitFor();
  });

  it("are sharpened whole where they are too large for every enlargement", async () => {
    const page = await visits.open(visits.address);
    await choose(page, "larger.jpg", await sharp(SAMPLE).resize(6000, 4300).jpeg().toBuffer());
    await button(page, /^Scale all of it down first/).waitFor();
    await button(page, "Sharpen all of it at its size, ×1").click();
    await button(page, "Stop").waitFor();
    expect(await page.getByRole("radio", { name: "×1" }).isChecked()).toBe(true);
    await page.getByText("6000 × 4300").waitFor();
  });

  it("of 3 megapixels are enlarged whole, and their files have EXIF", async () => {
    const page = await visits.open(visits.address);
    const alerts: (string | null)[] = [];
    const photo = await sharp(SAMPLE)
      .resize(2016, 1512, { fit: "fill" })
      .withExif({ IFD0: { Artist: "A. Photographer" } })
      .jpeg()
      .toBuffer();
    await choose(page, "phone.jpg", photo);
    const isThere = page.getByText("2016 × 1512 → 4032 × 3024").waitFor({ timeout: VISIT_MS });
    for (let isDone = false; !isDone; ) {
      isDone = await Promise.race([isThere.then(() => true), page.waitForTimeout(500).then(() => false)]);
      alerts.push(await page.getByRole("alert").textContent());
    }
    // Nothing says that the computation does not answer.
    expect(alerts.filter(Boolean)).toEqual([]);
    const { bytes } = await download(page, /^(Download JPEG|Writing)/);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: "jpeg", width: 4032, height: 3024 });
    expect(await exifr.parse(bytes)).toMatchObject({ Artist: "A. Photographer" });
  });
}

describeWith(CHROMIUM, "large pictures, in Chromium", visits, VISIT_MS);
