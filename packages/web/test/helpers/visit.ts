/** The page in Chromium, and what visitors do with it. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { SHORT_VISITS, startChromium } from "@kernelgan/testing/chromium";
import { type SiteServer, serveSite } from "@kernelgan/web/site";
import type { Browser, BrowserContextOptions, Page, Worker } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished } from "vitest";

const require = createRequire(import.meta.url);

export type Point = [x: number, y: number];
export type Box = { x: number; y: number; width: number; height: number };

/** For each step of a visitor: hundreds of iterations of a training, on a machine that is ten times as slow as alone. */
export const STEP_MS = 180_000;
/** For a whole visit: a training, an enlargement and downloads, on such a machine. */
export const VISIT_MS = 600_000;

/**
 * What has a service worker keep the whole site for the next visit, as browsers do; without it a visit takes three
 * quarters of the processors' time.
 */
export const KEPT: BrowserContextOptions = { serviceWorkers: "allow" };

/** Opens the page; uncaught errors in it fail the test. */
export type OpenPage = (url: string, options?: BrowserContextOptions, program?: Browser) => Promise<Page>;

/** The page on a server, for the tests of a suite. */
export interface Visits {
  readonly address: string;
  /** Where it has no headers for threads. */
  readonly withoutHeaders: string;
  open: OpenPage;
}

/** Serves it before the suite, and ends that after it. */
export function useSite(): Visits {
  let withHeaders: SiteServer | undefined;
  let withoutHeaders: SiteServer | undefined;
  let browser: Browser;

  beforeAll(async () => {
    withHeaders = await serveSite(inject("site"), { headers: true });
    withoutHeaders = await serveSite(inject("site"), { headers: false });
    browser = await startChromium(SHORT_VISITS);
  }, STEP_MS);

  afterAll(async () => {
    await browser?.close();
    await withHeaders?.close();
    await withoutHeaders?.close();
  });

  return {
    get address() {
      return withHeaders?.address ?? "";
    },
    get withoutHeaders() {
      return withoutHeaders?.address ?? "";
    },
    async open(url, options = {}, program = browser) {
      const context = await program.newContext({ serviceWorkers: "block", ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(STEP_MS);
      const errors: Error[] = [];
      page.on("pageerror", (error) => errors.push(error));
      onTestFinished(async () => {
        await context.close();
        expect(errors).toEqual([]);
      });
      await page.goto(url);
      return page;
    },
  };
}

/** What axe has to say of a page that was opened with `bypassCSP`: its script is not one of the page's. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) {
    await page.addScriptTag({ path: require.resolve("axe-core") });
  }
  return page.evaluate<string[]>(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + nodes[0].html))",
  );
}

/** The same of what the page shows now, by day and by night. */
export async function faultsByDayAndNight(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const fault of await accessibilityFaults(page)) faults.push(`${colorScheme}: ${fault}`);
  }
  return faults;
}

export async function choose(page: Page, name: string, bytes: Buffer): Promise<void> {
  await page.locator("input[type=file]").first().setInputFiles({ name, mimeType: "", buffer: bytes });
}

/** Code for the page that makes a transfer with a file. */
const transferOf = (name: string, bytes: Buffer): string => `(() => {
    const bytes = Uint8Array.from(atob("${bytes.toString("base64")}"), (c) => c.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], "${name}"));
    return transfer;
  })()`;

export async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const dataTransfer = await page.evaluateHandle(transferOf(name, bytes));
  for (const type of ["dragover", "drop"]) {
    await page.dispatchEvent("main", type, { dataTransfer });
  }
}

export async function paste(page: Page, name: string, bytes: Buffer): Promise<void> {
  await page.evaluate(`document.body.dispatchEvent(
    new ClipboardEvent("paste", { bubbles: true, clipboardData: ${transferOf(name, bytes)} }))`);
}

/** From now on watches where these are on the page while all of them are there. */
export async function watchPlaces(page: Page, selectors: readonly string[]): Promise<void> {
  await page.evaluate(`
    window.places = new Set();
    const look = () => {
      const all = ${JSON.stringify(selectors)}.map((one) => document.querySelector(one));
      if (all.every(Boolean)) places.add(all.map((one) => Math.round(one.getBoundingClientRect().top + scrollY)).join());
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);`);
}

/** Asserts that they have been at one place each. */
export async function expectNoMoves(page: Page): Promise<void> {
  const places = await page.evaluate<string[]>("[...places]");
  expect(places.length).toBeGreaterThan(0);
  expect(places).toEqual(places.slice(0, 1));
}

/** The worker that computes. */
export const workerOf = (page: Page) =>
  page.workers().find((candidate) => candidate.url().includes("worker-")) as Worker;

/** Moves fingers from one set of points to another. */
export async function drag(page: Page, from: readonly Point[], to: readonly Point[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", points: readonly Point[]) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: points.map(([x, y], id) => ({ x, y, id })),
    });
  await send("touchStart", from);
  await send("touchMove", to);
  await send("touchEnd", []);
  await session.detach();
}

export const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
export const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
/** How long the search for the blur took, which the page says once that is over. */
export const searchTime = (page: Page) => page.getByText(/Found in|Looked for/);
export const isFound = (page: Page, timeout = STEP_MS): Promise<void> =>
  searchTime(page).waitFor({ timeout });
/** That a training is under way. */
export const isTraining = (page: Page): Promise<void> =>
  page.getByText(/iteration [\d,]+ of 3,000/).waitFor();
export const engine = (page: Page) => page.locator(".engine");

/** The question whether results may be lost that were not downloaded. */
export const question = (page: Page) => page.getByRole("dialog", { name: /not downloaded$/ });

/** Answers it. */
export const answer = (page: Page, choice: string): Promise<void> =>
  question(page).getByRole("button", { name: choice, exact: true }).click();

/** Closes a picture or a list whose results were not downloaded. */
export async function closeAnyway(page: Page): Promise<void> {
  await button(page, "Close").click();
  await answer(page, "Close anyway");
}

export async function download(page: Page, name: RegExp | string): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent("download"), button(page, name).click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** Runs `work` in the page on the store of what the browser keeps. It goes there as text, and knows nothing from here. */
const onStore = <T>(
  page: Page,
  work: (store: IDBObjectStore, done: (value: T) => void) => void,
): Promise<T> =>
  page.evaluate<T>(`new Promise((resolve) => {
    indexedDB.open("kernelgan").onsuccess = ({ target }) =>
      (${work})(target.result.transaction("session", "readwrite").objectStore("session"), resolve);
  })`);

/** How many results the browser keeps. */
export const storedResults = (page: Page): Promise<number> =>
  onStore(page, (store, done) => {
    const all = store.getAllKeys();
    all.onsuccess = () => done(all.result.filter((key) => typeof key === "number").length);
  });

/** By how much the results are larger that the browser keeps. */
export const storedScales = (page: Page): Promise<number[]> =>
  onStore(page, (store, done) => {
    const session = store.get("session");
    session.onsuccess = () => done(session.result.results.map(({ scale }: { scale: number }) => scale));
  });

/** Makes what the browser keeps look as an earlier page would have left it. */
export const keepAsEarlierPage = (page: Page): Promise<void> =>
  onStore(page, (store, done) => {
    const session = store.get("session");
    session.onsuccess = () => {
      store.put({ ...session.result, form: 0 }, "session").onsuccess = () => done();
    };
  });
