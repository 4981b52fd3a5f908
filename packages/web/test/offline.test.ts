/** What the page keeps of itself: without a connection, and while the site changes. */
import { CHROMIUM } from "@kernelgan/testing/chromium";
import { describeWith } from "@kernelgan/testing/suites";
import { buildSite } from "@kernelgan/web/site";
import { expect, it, onTestFinished } from "vitest";
import { SMALL } from "./helpers/pictures.js";
import {
  button,
  choose,
  closeAnyway,
  expectNoMoves,
  heading,
  isFound,
  KEPT,
  storedResults,
  useSite,
  VISIT_MS,
  watchPlaces,
  workerOf,
} from "./helpers/visit.js";

function offline(): void {
  const site = useSite();

  it("offers what needs no engine where there is no connection", async () => {
    const page = await site.open(`${site.address}?kernel=kernelgan`);
    await heading(page, "Drop a picture").waitFor();
    await page.route("**/*.wasm", (route) => route.abort());
    await choose(page, "small.png", SMALL);
    await page
      .getByRole("alert")
      .getByText(/engine could not be fetched/)
      .waitFor();
    // It is not the engine that does not work, nor would it be fetched on one thread.
    expect(await page.getByRole("alert").getByRole("heading").textContent()).toBe(
      "The engine could not be fetched",
    );
    expect(await page.getByRole("alert").getByRole("button").allTextContents()).toEqual([
      "Use the method that needs no engine",
      "Try again",
      "Close",
    ]);
    await button(page, "Use the method that needs no engine").click();
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    expect(await page.getByRole("alert").textContent()).toBe("");
  });

  it("gets threads from its service worker, fetches the engine once, and works offline", async () => {
    const page = await site.open(`${site.withoutHeaders}?kernel=kernelgan&iterations=30`, KEPT);
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
    await button(page, "Download PNG").waitFor();
    await closeAnyway(page);
    await button(page, /Alpine/).click();
    await isFound(page);
    expect(await page.evaluate("crossOriginIsolated")).toBe(true);
    expect(engines.length).toBe(1);
  });

  it("goes on working in tabs of an old version, and says that there is a new one", async () => {
    const changing = await buildSite();
    onTestFinished(() => changing.close());
    const page = await site.open(await changing.serve({ headers: true }), KEPT);
    await page.evaluate("navigator.serviceWorker.ready.then(() => {})");
    await page.reload();
    await choose(page, "small.png", SMALL);
    await page.getByText("160 × 120 → 320 × 240").waitFor();
    await expect.poll(() => storedResults(page)).toBe(1);
    const tab = await page.context().newPage();
    await tab.goto(page.url());
    await tab.getByText("160 × 120 → 320 × 240").waitFor();

    await watchPlaces(page, [".heading", ".settings"]);
    await changing.deploy("99.0.0");
    await page.evaluate(
      "navigator.serviceWorker.getRegistration().then((registration) => registration.update()).then(() => {})",
    );
    await button(page, "New version: reload").waitFor();
    await expectNoMoves(page);
    // The old one has what it needs: this starts another worker, of a file that the site has no more.
    await workerOf(page).evaluate('setTimeout(() => { throw new Error("killed") })');
    await page.getByRole("radio", { name: "×3" }).check();
    await page.getByText("160 × 120 → 480 × 360").waitFor();

    await button(page, "New version: reload").click();
    for (const each of [page, tab]) {
      await each.getByText("kernelgan 99.0.0", { exact: false }).waitFor();
      await each.getByText("160 × 120 → 480 × 360").waitFor();
    }
  });
}

describeWith(CHROMIUM, "the page without its site, in Chromium", offline, VISIT_MS);
