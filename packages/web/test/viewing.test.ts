import { CHROMIUM } from "@kernelgan/testing/chromium";
import { describeWith } from "@kernelgan/testing/suites";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { PANORAMA, SMALL } from "./helpers/pictures.js";
import {
  answer,
  type Box,
  button,
  choose,
  download,
  drag,
  faultsByDayAndNight,
  heading,
  isFound,
  isTraining,
  type Point,
  question,
  STEP_MS,
  useSite,
  VISIT_MS,
} from "./helpers/visit.js";

/** Looking at pictures, and the ways through the page by keyboard. */
function viewing(): void {
  const site = useSite();

  const transform = (page: Page): Promise<{ x: number; y: number; k: number }> =>
    page
      .locator(".pane canvas")
      .last()
      .evaluate((canvas) => {
        const { a, e, f } = new DOMMatrix((canvas as HTMLCanvasElement).style.transform);
        return { x: e, y: f, k: a };
      });

  const divider = (page: Page): Promise<number> =>
    page
      .locator(".viewer img-comparison-slider")
      .evaluate((slider) => Number((slider as HTMLInputElement).value));

  const stageOf = async (page: Page): Promise<Box> => (await page.locator(".stage").boundingBox()) as Box;

  async function dragMouse(page: Page, from: readonly [number, number], by: readonly [number, number]) {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(from[0] + by[0], from[1] + by[1], { steps: 3 });
    await page.mouse.up();
  }

  const focused = (page: Page): Promise<string> =>
    page.evaluate(() => {
      const { activeElement: at } = document;
      return at?.getAttribute("aria-label") ?? at?.textContent ?? "";
    });

  it("zooms with the wheel as maps do, and drags the divider from anywhere until there is something to move", async () => {
    // High enough that the picture is as wide as its stage.
    const page = await site.open(site.address, { viewport: { width: 1280, height: 1200 } });
    await choose(page, "small.png", SMALL);
    await button(page, "Download PNG").waitFor();
    const { x, y, width, height } = await stageOf(page);
    const at: readonly [number, number] = [x + 0.25 * width, y + 0.3 * height];

    await dragMouse(page, at, [60, 10]);
    expect(await divider(page)).toBeCloseTo(25 + (100 * 60) / width, 0);

    const fitted = await transform(page);
    await page.mouse.move(...at);
    await page.mouse.wheel(0, -120);
    await expect.poll(async () => (await transform(page)).k / fitted.k).toBeCloseTo(1.2, 5);
    const zoomed = await transform(page);
    // What is under the pointer stays there.
    const under = (t: typeof fitted) => [(at[0] - x - t.x) / t.k, (at[1] - y - t.y) / t.k];
    for (const [i, place] of under(fitted).entries()) expect(under(zoomed)[i]).toBeCloseTo(place, 0);

    const before = await divider(page);
    await dragMouse(page, [x + 0.7 * width, y + 0.5 * height], [30, 20]);
    const moved = await transform(page);
    expect([moved.x - zoomed.x, moved.y - zoomed.y]).toEqual([30, 20].map((by) => expect.closeTo(by, 3)));
    expect(await divider(page)).toBe(before);
    // All of the line is a handle.
    await dragMouse(page, [x + (before / 100) * width + 8, y + 12], [100, 0]);
    expect(await divider(page)).toBeGreaterThan(before + 5);
    expect(await transform(page)).toEqual(moved);

    // Where there is nothing left to make smaller, the wheel scrolls the page.
    await button(page, "Fit").click();
    await page.mouse.move(...at);
    await page.mouse.wheel(0, 120);
    await expect.poll(() => page.evaluate("scrollY")).toBeGreaterThan(0);
    expect(await transform(page)).toEqual(fitted);
  });

  it("zooms with two fingers, of which one may be on the divider, and drags the divider with one", async () => {
    const page = await site.open(site.address, { hasTouch: true });
    await choose(page, "small.png", SMALL);
    await button(page, "Download PNG").waitFor();
    const { x, y, width, height } = await stageOf(page);
    const level = y + height / 2;
    const fitted = await transform(page);
    await drag(page, [[x + 0.3 * width, level]], [[x + 0.4 * width, level]]);
    expect(await divider(page)).toBeCloseTo(40, 0);
    expect(await transform(page)).toEqual(fitted);
    const line = x + 0.4 * width;
    const apart = (distance: number): Point[] => [
      [line - 100 - distance, level],
      [line + distance, level],
    ];
    await drag(page, apart(0), apart(50));
    expect((await transform(page)).k / fitted.k).toBeCloseTo(2, 1);
    expect(await page.getByRole("img", { name: /^The result/ }).count()).toBe(1);
  });

  it("stays at the place that is looked at where the picture gets another size, and shows all of another picture", async () => {
    const page = await site.open(site.address);
    await choose(page, "small.png", SMALL);
    await button(page, "Download PNG").waitFor();
    await button(page, "400%").click();
    await page.locator(".stage").focus();
    for (const key of ["ArrowLeft", "ArrowUp", "ArrowUp"]) await page.keyboard.press(key);
    const before = await transform(page);
    await page.getByRole("radio", { name: "×4" }).check();
    await page.getByText("160 × 120 → 640 × 480").waitFor();
    const after = await transform(page);
    expect(after.k).toBeCloseTo(before.k / 2, 9);
    expect([after.x, after.y]).toEqual([expect.closeTo(before.x, 6), expect.closeTo(before.y, 6)]);
    expect(await button(page, "200%").getAttribute("aria-pressed")).toBe("true");
    await choose(page, "panorama.png", PANORAMA);
    await answer(page, "Open anyway");
    await heading(page, "panorama.png").waitFor();
    await expect.poll(() => button(page, "Fit").getAttribute("aria-pressed")).toBe("true");
  });

  it("shows the original while it is asked for, by pointer and by key, and fills the screen", async () => {
    const page = await site.open(site.address);
    await choose(page, "small.png", SMALL);
    await button(page, "Download PNG").waitFor();
    const original = page.getByRole("img", { name: "The picture as it was opened" });
    expect(await original.count()).toBe(0);

    await button(page, "Hold for original").hover();
    await page.mouse.down();
    await original.waitFor();
    expect(await divider(page)).toBe(100);
    await page.mouse.up();
    await original.waitFor({ state: "detached" });
    expect(await divider(page)).toBe(50);

    await page.locator(".stage").focus();
    await page.keyboard.down("o");
    await original.waitFor();
    await page.keyboard.up("o");
    await original.waitFor({ state: "detached" });

    const { width } = await stageOf(page);
    await page.keyboard.press("f");
    await expect.poll(async () => (await stageOf(page)).width).toBeGreaterThan(width);
    expect(await page.evaluate("document.fullscreenElement.className")).toBe("viewer");
    await page.keyboard.press("f");
    await expect.poll(async () => (await stageOf(page)).width).toBe(width);
  });

  it("shows what it is doing, and the button that stops it, wherever the visitor is on the page", async () => {
    const page = await site.open(`${site.address}?kernel=kernelgan&iterations=3000`, {
      viewport: { width: 390, height: 700 },
    });
    await choose(page, "small.png", SMALL);
    await isTraining(page);
    const places = (selector: string) => page.locator(selector).boundingBox() as Promise<Box>;
    const isOnPicture = async (): Promise<boolean> => {
      const [overlay, frame] = [await places(".work-overlay"), await places(".stage-frame")];
      return overlay.y >= frame.y && overlay.y + overlay.height <= frame.y + frame.height;
    };
    await expect.poll(isOnPicture).toBe(true);
    await page.getByRole("heading", { name: "The blur" }).evaluate((heading) => heading.scrollIntoView());
    await expect.poll(isOnPicture).toBe(false);
    const { y, height } = await places(".work-overlay");
    expect(y).toBeGreaterThan(0);
    expect(y + height).toBeLessThanOrEqual(700);
    await button(page, "Stop").click();
    await page.locator(".work-overlay").waitFor({ state: "detached" });
  });

  it("leads a keyboard from one thing to the next", async () => {
    const page = await site.open(`${site.address}?kernel=kernelgan&iterations=3000`);
    await button(page, /Nagasaki/).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page), { timeout: STEP_MS }).toBe("Stop");
    await isTraining(page);
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page), { timeout: STEP_MS }).toBe("Use the blur found so far");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("As you asked: only enlarged").first().waitFor();
    await expect.poll(() => focused(page), { timeout: STEP_MS }).toMatch(/^Pictures/);
    // Its result was not downloaded. Escape stays with them.
    await button(page, "Close").focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page), { timeout: STEP_MS }).toBe("Download it first");
    await page.keyboard.press("Escape");
    await question(page).waitFor({ state: "detached" });
    expect(await focused(page)).toBe("Close");
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page), { timeout: STEP_MS }).toBe("Download it first");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page), { timeout: STEP_MS }).toMatch(/^Drop a picture/);
  });

  it("moves the example's divider, and leaves it where motion is not wanted", async () => {
    for (const reducedMotion of ["no-preference", "reduce"] as const) {
      const page = await site.open("about:blank", { reducedMotion });
      // All places where the divider is.
      await page.addInitScript(`
        window.seen = [];
        window.apart = 0;
        const look = () => {
          const [all, left, divider] = [".demo", ".demo .before", ".demo .divider"]
            .map((one) => document.querySelector(one)?.getBoundingClientRect());
          if (all) {
            seen.push(Math.round(100 * (divider.left - all.left) / all.width));
            apart = Math.max(apart, Math.abs(left.right - divider.left));
          }
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);`);
      await page.goto(site.address);
      const count = (condition: string) => page.evaluate<number>(`seen.filter((at) => ${condition}).length`);
      if (reducedMotion === "reduce") {
        await expect.poll(() => count("at === 50"), { timeout: STEP_MS }).toBeGreaterThan(20);
        expect(await count("at !== 50")).toBe(0);
      } else {
        await expect.poll(() => count("at > 80"), { timeout: STEP_MS }).toBeGreaterThan(0);
        await expect.poll(() => count("at < 20"), { timeout: STEP_MS }).toBeGreaterThan(0);
        // The left picture ends where the divider is.
        expect(await page.evaluate("apart")).toBeLessThan(1);
        // It goes where the visitor drags it, and stays there.
        const { x, y, width, height } = (await page.locator(".demo").boundingBox()) as Box;
        await page.mouse.move(x + 0.5 * width, y + 0.5 * height);
        await page.mouse.down();
        await page.mouse.move(x + 0.3 * width, y + 0.5 * height, { steps: 3 });
        await page.mouse.up();
        await page.mouse.move(x + 0.9 * width, y + 0.5 * height);
        await page.evaluate("seen.length = 0");
        await expect.poll(() => count("at === 30"), { timeout: STEP_MS }).toBeGreaterThan(20);
        expect(await count("at !== 30")).toBe(0);
      }
    }
  });

  it("explains itself to everyone, by day and by night", async () => {
    const page = await site.open(site.address, { bypassCSP: true, reducedMotion: "reduce" });
    await page.getByText("How it works").click();
    for (const word of ["Kernel", "D-map", "ZSSR"]) {
      await page.getByRole("term").getByText(word, { exact: true }).waitFor();
    }
    expect(await faultsByDayAndNight(page)).toEqual([]);
    await choose(page, "small.png", SMALL);
    await button(page, "Download PNG").waitFor();
    expect(await faultsByDayAndNight(page)).toEqual([]);
  });

  it("asks fingers to choose pictures, which they cannot drop", async () => {
    for (const isMobile of [true, false]) {
      const page = await site.open(site.address, { isMobile, hasTouch: isMobile });
      await button(page, /Nagasaki/).waitFor();
      expect(await page.getByText("Drop pictures or a folder here").isVisible()).toBe(!isMobile);
      expect(await page.getByText("Choose a blurry picture, or several").isVisible()).toBe(isMobile);
    }
  });

  it("keeps what belongs to the viewer in the window, and gives wide pictures its width", async () => {
    const page = await site.open(site.address, { viewport: { width: 1280, height: 800 } });
    const bottomOf = async (selector: string): Promise<number> => {
      const { y, height } = (await page.locator(selector).boundingBox()) as Box;
      return y + height;
    };
    for (const [name, bytes] of Object.entries({ "small.png": SMALL, "panorama.png": PANORAMA })) {
      await choose(page, name, bytes);
      await heading(page, name).waitFor();
      await download(page, "Download PNG");
      expect(await bottomOf(".viewer-controls")).toBeLessThan(800);
    }
    const { width, height } = await stageOf(page);
    expect(width).toBeGreaterThan(1200);
    expect(height).toBeGreaterThanOrEqual(300);
  });

  it("shows what is chosen where the system chooses the colours, and has its choices in a row on a phone", async () => {
    const page = await site.open(site.address, {
      forcedColors: "active",
      viewport: { width: 360, height: 740 },
    });
    await choose(page, "small.png", SMALL);
    await button(page, "Download PNG").waitFor();
    await page.getByText("For researchers").click();
    const looks = await page.locator(".parts").evaluateAll((all) =>
      all.map((parts) => {
        const labels = [...parts.querySelectorAll("label")];
        const backgrounds = labels.map((label) => {
          const { backgroundColor } = getComputedStyle(label.querySelector("span") as Element);
          return [label.querySelector("input")?.checked, backgroundColor] as const;
        });
        const colourOf = (isChecked: boolean) =>
          backgrounds.filter(([checked]) => checked === isChecked).map(([, colour]) => colour);
        return {
          rows: new Set(labels.map((label) => label.getBoundingClientRect().top)).size,
          chosen: colourOf(true),
          others: colourOf(false),
        };
      }),
    );
    expect(looks.length).toBe(5);
    for (const { rows, chosen, others } of looks) {
      expect(rows).toBe(1);
      expect(chosen.length).toBe(1);
      expect(others).not.toContain(chosen[0]);
    }
    // What lies over other things has an edge, and the divider its arrows, on black as well.
    await page.emulateMedia({ colorScheme: "dark" });
    await choose(page, "empty.png", Buffer.alloc(0));
    const alert = page.locator(".problem");
    await alert.getByText("The file is empty").waitFor();
    expect(await alert.evaluate((element) => getComputedStyle(element).borderTopStyle)).toBe("solid");
    const [ground, arrows] = await page.locator(".grip .handle").evaluate((handle) => [
      // Without what shows through it.
      getComputedStyle(handle).backgroundColor.match(/\d+/g)?.slice(0, 3).join(),
      getComputedStyle(handle.querySelector("svg") as Element)
        .stroke.match(/\d+/g)
        ?.slice(0, 3)
        .join(),
    ]);
    expect([ground, arrows].sort()).toEqual(["0,0,0", "255,255,255"]);
  });

  it("fits into screens of 320 to 2560 pixels", async () => {
    const page = await site.open(site.address);
    const widths = [320, 375, 768, 961, 1280, 2560];
    const overflows = (width: number): Promise<string[]> =>
      page.evaluate((wide) => {
        if (document.documentElement.scrollWidth <= wide) return [];
        return [...document.querySelectorAll("body *")]
          .filter((element) => element.getBoundingClientRect().right > wide + 1)
          .map((element) => `${wide}: ${element.tagName}.${element.className}`);
      }, width);
    const fits = async (): Promise<void> => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        // Charts follow in the next frame.
        await expect.poll(() => overflows(width)).toEqual([]);
      }
    };
    await page.getByText("How it works").click();
    await fits();
    await page.goto(`${site.address}?kernel=kernelgan&iterations=20`);
    await choose(page, `${"a long name of a picture ".repeat(4)}.png`, SMALL);
    await button(page, "Download PNG").waitFor();
    await page.getByText("For researchers").click();
    await page.getByRole("radio", { name: "simple" }).check();
    await page.getByRole("list", { name: "Results" }).waitFor();
    await page.getByRole("radio", { name: "KernelGAN" }).check();
    await isFound(page);
    await fits();
    // A large screen is used.
    await page.setViewportSize({ width: 2560, height: 1400 });
    await expect.poll(async () => (await stageOf(page)).height).toBeGreaterThan(1100);
    await heading(page, /a long name/).waitFor();
  });
}

describeWith(CHROMIUM, "viewing, in Chromium", viewing, VISIT_MS);
