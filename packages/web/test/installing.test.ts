import { CHROMIUM } from "@kernelgan/testing/chromium";
import { describeWith } from "@kernelgan/testing/suites";
import sharp from "sharp";
import { expect, it } from "vitest";
import { SMALL } from "./helpers/pictures.js";
import {
  answer,
  choose,
  download,
  heading,
  KEPT,
  question,
  storedResults,
  useSite,
  VISIT_MS,
} from "./helpers/visit.js";

/** The page as a program of the system. */
function installing(): void {
  const site = useSite();

  it("has a manifest that Chromium finds no fault with, and icons of the sizes that it says", async () => {
    const page = await site.open(site.address, KEPT);
    const session = await page.context().newCDPSession(page);
    const { url, errors, data } = await session.send("Page.getAppManifest");
    expect(errors).toEqual([]);
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    // The tests' windows are private ones.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
    const { icons, share_target: share } = JSON.parse(data ?? "");
    expect(icons.some(({ purpose }: { purpose?: string }) => purpose === "maskable")).toBe(true);
    for (const { src, sizes } of icons) {
      const icon = await page.request.get(new URL(src, url).href);
      const { width, height, format } = await sharp(await icon.body()).metadata();
      expect(`${width}x${height} ${format}`).toBe(`${sizes} png`);
    }
    expect(new URL(share.action, url).href).toBe(`${site.address}share`);
  });

  it("opens a picture that another program shares with it, and keeps it for the next time", async () => {
    const page = await site.open(`${site.address}?scale=3`, KEPT);
    await page.evaluate("navigator.serviceWorker.ready.then(() => {})");
    await page.reload();
    // As the system does: a form, from outside of the page.
    const sender = await page.context().newPage();
    await sender.setContent(
      `<form method="post" enctype="multipart/form-data" action="${site.address}share">
        <input type="file" name="pictures" multiple><button>Share</button></form>`,
    );
    await sender.locator("input").setInputFiles({ name: "größer.png", mimeType: "image/png", buffer: SMALL });
    await sender.getByRole("button", { name: "Share" }).click();
    await heading(sender, "größer.png").waitFor();
    // With the settings of the last time.
    await sender.getByText("160 × 120 → 480 × 360").waitFor();
    expect(new URL(sender.url()).searchParams.has("shared")).toBe(false);
    await sender.reload();
    await heading(sender, "größer.png").waitFor();
  });

  it("asks before what is shared or linked takes the place of results that were not downloaded", async () => {
    const page = await site.open(site.address, KEPT);
    await page.evaluate("navigator.serviceWorker.ready.then(() => {})");
    await page.reload();
    await choose(page, "first.png", SMALL);
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    await expect.poll(() => storedResults(page)).toBe(1);

    await page.goto(`${site.address}?example=photo`);
    await question(page).getByText("when “photo.png” is opened").waitFor();
    await answer(page, "Cancel");
    await heading(page, "first.png").waitFor();

    const sender = await page.context().newPage();
    await sender.setContent(
      `<form method="post" enctype="multipart/form-data" action="${site.address}share">
        <input type="file" name="pictures" multiple><button>Share</button></form>`,
    );
    await sender.locator("input").setInputFiles({ name: "second.png", mimeType: "", buffer: SMALL });
    await sender.getByRole("button", { name: "Share" }).click();
    await question(sender).getByText("when “second.png” is opened").waitFor();
    const [saved] = await Promise.all([sender.waitForEvent("download"), answer(sender, "Download it first")]);
    expect(saved.suggestedFilename()).toBe("first_x2.png");
    await heading(sender, "second.png").waitFor();
    await sender.getByText("160 × 120 → 320 × 240").waitFor();
    await download(sender, "Download PNG");

    // What was downloaded is not asked about.
    await sender.goto(`${site.address}?example=photo`);
    await heading(sender, "photo.png").waitFor();
    expect(await question(sender).count()).toBe(0);
  });

  it("opens a picture that the system opens with it", async () => {
    const page = await site.open("about:blank", KEPT);
    // Chromium has the queue in programs that are installed only.
    await page.addInitScript(`
      Object.defineProperty(window, "launchQueue", { value: { setConsumer(consumer) { window.launch = consumer; } } })`);
    await page.goto(site.address);
    await expect.poll(() => page.evaluate("typeof window.launch")).toBe("function");
    await page.evaluate((encoded) => {
      const bytes = Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0));
      const getFile = async () => new File([bytes], "opened.png", { type: "image/png" });
      (window as unknown as { launch(given: object): void }).launch({ files: [{ getFile }] });
    }, SMALL.toString("base64"));
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    await heading(page, "opened.png").waitFor();
  });
}

describeWith(CHROMIUM, "the page, installed, in Chromium", installing, VISIT_MS);
