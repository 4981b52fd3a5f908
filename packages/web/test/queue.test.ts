/** Many pictures at once. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJson, decodeMat, encodeJson, encodeNpy } from "@kernelgan/formats";
import { CHROMIUM } from "@kernelgan/testing/chromium";
import { describeWith } from "@kernelgan/testing/suites";
import { unzipSync } from "fflate";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { expect, it, onTestFinished } from "vitest";
import { CUT_OUT, SAMPLE, SMALL, TINY } from "./helpers/pictures.js";
import {
  accessibilityFaults,
  answer,
  button,
  choose,
  download,
  drop,
  heading,
  question,
  useSite,
  VISIT_MS,
} from "./helpers/visit.js";

/** The smallest part that shows a blur, at another place each. */
const part = (i: number): Promise<Buffer> => {
  const cut = sharp(SAMPLE).extract({ left: 10 * i, top: 150, width: 72, height: 64 });
  return (i % 2 === 0 ? cut.jpeg() : cut.png()).toBuffer();
};
const nameOf = (i: number): string => `boats ${i}.${i % 2 === 0 ? "jpg" : "png"}`;

const chooseAll = (page: Page, files: readonly (readonly [name: string, bytes: Buffer])[]): Promise<void> =>
  page
    .locator("input[type=file]")
    .first()
    .setInputFiles(files.map(([name, buffer]) => ({ name, mimeType: "", buffer })));

/** The pictures in a zip of a list; besides, it has kernels and a summary. */
const picturesIn = (zip: Buffer): [name: string, bytes: Uint8Array][] =>
  Object.entries(unzipSync(zip)).filter(([name]) => !name.startsWith("kernels/") && name !== "summary.csv");

/** How many results the picture that is open has. */
const results = (page: Page): Promise<number> =>
  page.getByRole("list", { name: "Results" }).getByRole("listitem").count();

function visits(): void {
  const visits = useSite();

  it("become one zip, whatever happens to one of them", async () => {
    const page = await visits.open(visits.address, { bypassCSP: true });
    const pictures = await Promise.all(
      Array.from({ length: 12 }, async (_, i) => [nameOf(i), await part(i)] as const),
    );
    const files = pictures.map(
      ([name, bytes], i) => [name, i === 3 ? bytes.subarray(0, 200) : bytes] as const,
    );
    await chooseAll(page, files);
    await heading(page, "12 pictures").waitFor();
    await page.getByRole("progressbar", { name: /is being enlarged/ }).waitFor();
    await button(page, "Stop").click();
    await button(page, "Go on").waitFor();
    // All that can be read are seen before they are done, the one that was begun, too.
    await expect.poll(() => page.getByRole("listitem").locator("img").count()).toBe(11);
    expect(await accessibilityFaults(page)).toEqual([]);
    await button(page, "Go on").click();
    await page.getByText("11 done, 1 failed").waitFor();
    await page.getByText(/The picture is damaged/).waitFor();
    expect(await button(page, "Try again").count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);

    const zip = await download(page, /^Download all 11 as .zip/);
    const larger = picturesIn(zip.bytes);
    expect(larger.length).toBe(11);
    for (const [name, bytes] of larger) {
      const format = name.endsWith(".jpg") ? "jpeg" : "png";
      expect(await sharp(bytes).metadata()).toMatchObject({ format, width: 144, height: 128 });
    }
    expect(larger.map(([name]) => name)).toContain("boats 11_x2.png");
    const all = unzipSync(zip.bytes);
    expect(Object.keys(all).length).toBe(3 * 11 + 1);
    const asJson = decodeJson(new TextDecoder().decode(all["kernels/boats 11_kernel_x2.json"]));
    expect(asJson.scale).toBe(2);
    expect((await decodeMat(all["kernels/boats 11_kernel_x2.mat"] as Uint8Array)).data).toEqual(
      asJson.kernel.data,
    );
    const [names, ...lines] = new TextDecoder().decode(all["summary.csv"]).trimEnd().split("\r\n");
    expect(names).toBe("image,file,status,output,scale,seconds,confidence,fell_back,blur,error,notes");
    expect(lines.length).toBe(12);
    expect(lines[0]).toMatch(/^boats 0,boats 0\.jpg,done,boats 0_x2\.jpg,2,[\d.]+,[\d.]+,(true|false),/);
    expect(lines[3]).toMatch(/^boats 3,boats 3\.png,failed,{7}file-damaged,/);
    const one = await download(page, "Download boats 0.jpg");
    expect(one.name).toBe("boats 0_x2.jpg");

    // One of them is looked at closely; the list stays.
    await button(page, "Open boats 5.png").click();
    await page.getByText("72 × 64 → 144 × 128").waitFor();
    await button(page, "Back to the list").click();
    await page.getByText("11 done, 1 failed").waitFor();
    // The list has the same result: closing the picture loses nothing, and asks nothing.
    await button(page, "Back to boats 5.png").click();
    await button(page, "Close").click();
    await page.getByText("11 done, 1 failed").waitFor();
    expect(await button(page, "Back to boats 5.png").count()).toBe(0);
    await button(page, "Take boats 3.png off the list").click();
    await heading(page, "11 pictures").waitFor();
  });

  it("leave the buttons where they are while they are done", async () => {
    for (const width of [320, 390, 1024]) {
      const page = await visits.open(visits.address, { viewport: { width, height: 800 } });
      await page.evaluate(`{
        window.places = new Set();
        const look = () => {
          const stop = [...document.querySelectorAll(".heading button")].find((one) => one.textContent === "Stop");
          const place = stop?.getBoundingClientRect();
          if (place) places.add([Math.round(place.left), Math.round(place.top + scrollY)].join());
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }`);
      await chooseAll(
        page,
        await Promise.all([1, 3, 5].map(async (i) => [nameOf(i), await part(i)] as const)),
      );
      await page.getByText("3 done").waitFor();
      const places = await page.evaluate<string[]>("[...places]");
      expect(places, `${width}`).toEqual([expect.any(String)]);
      if (width > 620) continue;
      // Fingers hit them.
      const sizes = await page
        .locator(".queue-item button")
        .evaluateAll((all) => all.flatMap((one) => [one.clientWidth, one.clientHeight]));
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(40);
    }
  });

  it("are made again with other settings, and closed, in the dark as well", async () => {
    const page = await visits.open(visits.address, { colorScheme: "dark", bypassCSP: true });
    await choose(page, "empty.png", Buffer.alloc(0));
    await page.getByRole("alert").getByText("The file is empty").waitFor();
    await chooseAll(page, [
      ["a.png", SMALL],
      ["b.png", await part(1)],
    ]);
    await page.getByText("2 done").waitFor();
    // It was of another file.
    expect(await page.getByRole("alert").textContent()).toBe("");
    await page
      .getByRole("listitem")
      .filter({ hasText: "a.png" })
      .getByText(/\d+% sure: (softness|motion|camera shake)/)
      .waitFor();
    await page.getByRole("radio", { name: "×1" }).check();
    await page.getByRole("radio", { name: "WebP", exact: true }).check();
    await button(page, "Make them again").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await button(page, "Make them again").click();
    await page.getByText("2 done").waitFor();
    await page.getByText("160 × 120,").waitFor();
    const { bytes } = await download(page, "Download a.png");
    expect(await sharp(bytes).metadata()).toMatchObject({ format: "webp", width: 160 });
    await choose(page, "tiny.png", TINY);
    await page.getByText("3 done").waitFor();
    const tiny = page.getByRole("listitem").filter({ hasText: "tiny.png" });
    await tiny.getByText("Too small to find its blur").waitFor();
    await tiny.getByText("1 remark").click();
    await tiny.getByText("It has 24 × 20 pixels; at least 32 × 32 are needed.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await button(page, "Take tiny.png off the list").click();
    await question(page).getByText("It will be lost when “tiny.png” is taken off the list.").waitFor();
    await answer(page, "Cancel");
    // Two of the three were not downloaded.
    await button(page, "Close").click();
    await page.getByRole("dialog", { name: "2 results were not downloaded" }).waitFor();
    await question(page).getByText("They will be lost when the list is closed.").waitFor();
    await answer(page, "Cancel");
    await heading(page, "3 pictures").waitFor();
    await button(page, "Close").click();
    const [zip] = await Promise.all([page.waitForEvent("download"), answer(page, "Download them first")]);
    expect(picturesIn(await readFile(await zip.path())).length).toBe(3);
    await heading(page, "Drop a picture").waitFor();
  });

  it("keep the format that they were begun with, and are then said to be of other settings", async () => {
    const page = await visits.open(visits.address);
    // Reading the first one waits until it is let go on.
    await page.evaluate(`{
      const go = Promise.withResolvers();
      window.letGo = go.resolve;
      const read = createImageBitmap;
      createImageBitmap = async (...what) => { await go.promise; return read(...what); };
    }`);
    await chooseAll(page, [
      ["a.png", await part(1)],
      ["b.png", await part(3)],
    ]);
    await page.getByRole("progressbar", { name: "a.png is being enlarged" }).waitFor();
    await page.getByRole("radio", { name: "WebP", exact: true }).check();
    await page.evaluate("letGo()");
    await page.getByText("2 done").waitFor();
    expect((await download(page, "Download a.png")).name).toBe("a_x2.png");
    expect((await download(page, "Download b.png")).name).toBe("b_x2.webp");
    await button(page, "Make them again").click();
    await button(page, "Make them again").waitFor({ state: "detached" });
    await page.getByText("2 done").waitFor();
    expect((await download(page, "Download a.png")).name).toBe("a_x2.webp");
  });

  it("are mixed with their own pixels, not with those of the picture that is open", async () => {
    const page = await visits.open(`${visits.address}?strength=0.5`);
    await choose(page, "boats.png", await part(1));
    await page.getByText("72 × 64 → 144 × 128").waitFor();
    await download(page, "Download PNG");
    await chooseAll(page, [
      ["first.png", await part(3)],
      ["second.png", await part(3)],
    ]);
    await page.getByText("2 done").waitFor();
    const { bytes } = await download(page, /^Download all 2/);
    const [first, second] = picturesIn(bytes);
    expect(first?.[1]).toEqual(second?.[1]);
  });

  it("are as strong as is chosen, and say what that and their files leave out", async () => {
    // As it was left for another picture.
    const page = await visits.open(`${visits.address}?strength=0`);
    const deep = await sharp(SMALL).toColourspace("rgb16").png().toBuffer();
    await chooseAll(page, [
      ["cut-out.png", CUT_OUT],
      ["deep.png", deep],
    ]);
    await page.getByRole("radio", { name: "JPEG", exact: true }).check();
    await page.getByText("2 done").waitFor();
    expect(await page.getByLabel("Strength").inputValue()).toBe("0");
    const item = (name: string) => page.getByRole("listitem").filter({ hasText: name });
    expect(await item("deep.png").textContent()).toMatch(/Blur found, \d+% sure/);

    await page.getByLabel("Strength").fill("50");
    await button(page, "Make them again").click();
    await button(page, "Make them again").waitFor({ state: "detached" });
    await page.getByText("2 done").waitFor();
    expect(await item("deep.png").textContent()).toMatch(/Blur found and undone, \d+% sure/);
    const remarks = await page.getByRole("listitem").locator("details").allTextContents();
    expect(remarks[0]).toContain("JPEG has no transparency: it becomes white.");
    expect(remarks[1]).toContain("JPEG is written with 8 bits a sample, not 16; PNG keeps them.");
  });

  it("have the parameters that hold for them, and are said to be of others when these are changed", async () => {
    const page = await visits.open(`${visits.address}?noise=4`, { bypassCSP: true });
    await chooseAll(page, [
      ["a.png", await part(1)],
      ["b.png", await part(3)],
    ]);
    await page.getByText("2 done").waitFor();
    // As it was left for another picture: it is to be seen.
    const noise = page.getByRole("spinbutton", { name: /^Noise/ });
    expect(await noise.inputValue()).toBe("4");
    expect(await page.getByRole("spinbutton", { name: "Seed" }).count()).toBe(0);
    // Nothing is computed by an engine.
    expect(await page.getByRole("combobox", { name: "Engine" }).count()).toBe(0);
    const before = (await download(page, "Download a.png")).bytes;
    await noise.fill("9");
    await noise.press("Enter");
    await button(page, "Make them again").click();
    await button(page, "Make them again").waitFor({ state: "detached" });
    await page.getByText("2 done").waitFor();
    expect((await download(page, "Download a.png")).bytes.equals(before)).toBe(false);
    await page.getByRole("radio", { name: "KernelGAN" }).check();
    await page.getByRole("spinbutton", { name: "Seed" }).waitFor();
    expect(await page.getByRole("combobox", { name: "Engine" }).count()).toBe(1);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it("of a folder keep their places in it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kernelgan-folder-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await mkdir(join(folder, "boats", "small"), { recursive: true });
    await writeFile(join(folder, "boats", "1.jpg"), await part(0));
    await writeFile(join(folder, "boats", "small", "1.jpg"), await part(2));
    await writeFile(join(folder, "boats", "notes.txt"), "no picture");
    await mkdir(join(folder, "letters", "old"), { recursive: true });
    await writeFile(join(folder, "letters", "old", "notes.txt"), "no picture");
    const page = await visits.open(visits.address);
    // Of one without pictures there is no list.
    await page.locator("input[webkitdirectory]").setInputFiles(join(folder, "letters"));
    await page.getByRole("alert").getByText("There is no picture in this folder").waitFor();
    await heading(page, "Drop a picture").waitFor();
    await page.locator("input[webkitdirectory]").setInputFiles(join(folder, "boats"));
    await page.getByText("2 done").waitFor();
    expect(await page.getByRole("alert").textContent()).toBe("");
    const { bytes } = await download(page, /^Download all 2/);
    expect(Object.keys(unzipSync(bytes)).sort()).toEqual([
      "boats/1_x2.jpg",
      "boats/small/1_x2.jpg",
      "kernels/boats/1_kernel_x2.json",
      "kernels/boats/1_kernel_x2.mat",
      "kernels/boats/small/1_kernel_x2.json",
      "kernels/boats/small/1_kernel_x2.mat",
      "summary.csv",
    ]);
    // Nothing would be lost, and nothing is asked.
    await button(page, "Close").click();
    await heading(page, "Drop a picture").waitFor();
  });

  it("are not enlarged for the own kernel of the picture behind them, which follows their settings later", async () => {
    const page = await visits.open(visits.address);
    await choose(page, "boats.png", SMALL);
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    const kernel = { size: 3, data: Float64Array.of(0, 1, 0, 1, 4, 1, 0, 1, 0).map((weight) => weight / 8) };
    await drop(page, "mine.json", Buffer.from(encodeJson(kernel, { scale: 2 })));
    await page.getByText("Enlarged for your kernel").first().waitFor();
    await expect.poll(() => results(page)).toBe(2);

    await chooseAll(page, [
      ["a.png", await part(1)],
      ["b.png", await part(3)],
    ]);
    await page.getByText("2 done").waitFor();
    expect(await page.getByRole("radio", { name: "own kernel" }).count()).toBe(0);
    expect(await page.getByRole("radio", { name: "automatic" }).isChecked()).toBe(true);
    await page.getByRole("radio", { name: "simple" }).check();
    // A kernel is of a picture.
    await drop(page, "other.npy", Buffer.from(encodeNpy(kernel)));
    await page.getByRole("alert").getByText("Open a picture first").waitFor();

    // Of its own kernel nothing has changed.
    await button(page, "Back to boats.png").click();
    await page.getByText("The kernel in mine.json.").waitFor();
    expect(await page.getByRole("radio", { name: "own kernel" }).isChecked()).toBe(true);
    await button(page, "Back to the list").click();
    await page.getByRole("radio", { name: "×4" }).check();
    await button(page, "Make them again").click();
    await button(page, "Make them again").waitFor({ state: "detached" });
    await page.getByText("2 done").waitFor();
    await button(page, "Back to boats.png").click();
    await page.getByText("160 × 120 → 640 × 480").waitFor();
    expect(await results(page)).toBe(3);
    expect(await page.getByRole("radio", { name: "own kernel" }).isChecked()).toBe(true);
    // It is for ×2, from which ×4 follows, but not ×3.
    await button(page, "Back to the list").click();
    await page.getByRole("radio", { name: "×3" }).check();
    expect(await page.getByRole("alert").textContent()).toBe("");
    await button(page, "Back to boats.png").click();
    await page.getByRole("alert").getByText("Your kernel is for ×2").waitFor();
    await page.getByText("160 × 120 → 480 × 360").waitFor();
    expect(await page.getByRole("radio", { name: "simple" }).isChecked()).toBe(true);
  });
}

describeWith(CHROMIUM, "many pictures, in Chromium", visits, VISIT_MS);
