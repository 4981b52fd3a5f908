import { beforeEach, describe, expect, it } from "vitest";
import { loadPage } from "../../helpers/session.js";

type Page = Awaited<ReturnType<typeof loadPage>>;
type Shown = NonNullable<Page["state"]["picture"]["value"]>;

const shown = (width: number, height: number) => ({ width, height }) as Shown;

describe("how much of a picture is worked on", () => {
  let page: Page;
  const setSize = (width: number, height: number): void => {
    page.state.file.value = { id: 7, blob: new Blob(), name: "a.png", stem: "a", size: { width, height } };
  };
  beforeEach(async () => {
    page = await loadPage();
    setSize(400, 300);
  });

  it("is all of it, where the device can enlarge that by the factor chosen", () => {
    const { source, limits } = page;
    expect(source.currentSource()).toMatchObject({ id: 7, part: undefined, maxPixels: undefined });
    const side = Math.floor(Math.sqrt(limits.workingPixels(3)));
    setSize(side, side);
    expect([2, 3, 4].map(source.isTooLarge)).toEqual([false, false, true]);
  });

  it("is nothing without a file", () => {
    page.state.file.value = undefined;
    expect(page.source.currentSource()).toBeUndefined();
    expect(page.source.isTooLarge(4)).toBe(false);
  });

  it("is the part that was chosen, which fits where the whole does not", () => {
    const { source, limits } = page;
    setSize(12_000, 8000);
    const part = source.largestPart(4);
    expect(part && part.width * part.height).toBeLessThanOrEqual(limits.workingPixels(4));
    expect(part && part.width / part.height).toBeCloseTo(1.5, 2);
    source.part.value = part;
    expect(source.currentSource()).toMatchObject({ part });
    expect(source.isTooLarge(4)).toBe(false);
    source.scaleToFit();
    expect(source.currentSource()).toMatchObject({ part: undefined, maxPixels: limits.workingPixels(2) });
    expect([2, 4].map(source.isTooLarge)).toEqual([false, true]);
  });

  it("is all of it at a quarter of the pixels where the memory ran out, and less the next time", () => {
    const { source, state } = page;
    state.picture.value = shown(400, 300);
    source.useFewerPixels();
    expect(source.currentSource()).toMatchObject({ part: undefined, maxPixels: 30_000 });
    state.picture.value = shown(200, 150);
    source.useFewerPixels();
    expect(source.currentSource()).toMatchObject({ maxPixels: 7500 });
    source.resetSource();
    expect(source.currentSource()).toMatchObject({ maxPixels: undefined });
  });
});

describe("a frame on a picture", () => {
  it("stays inside it, and is no larger than the device can enlarge", async () => {
    const { choosingPart, limits, settings } = await loadPage();
    settings.settings.scale.value = 4;
    const size = { width: 12_000, height: 8000 };
    expect(choosingPart.fitted({ x: -50, y: 7990, width: 500, height: 400 }, size)).toEqual({
      x: 0,
      y: 7600,
      width: 500,
      height: 400,
    });
    const large = { x: 2000, y: 1000, width: 9000, height: 6000 };
    const fitted = choosingPart.fitted(large, size, { right: true, bottom: true });
    expect(fitted.width * fitted.height).toBeLessThanOrEqual(limits.workingPixels(4));
    // The corner across from the pointer stays.
    expect([fitted.x + fitted.width, fitted.y + fitted.height]).toEqual([11_000, 7000]);
  });
});
