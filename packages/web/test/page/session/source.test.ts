import { beforeEach, describe, expect, it } from "vitest";
import { loadPage } from "../../helpers/session.js";

type Page = Awaited<ReturnType<typeof loadPage>>;
type Shown = NonNullable<Page["state"]["picture"]["value"]>;

const shown = (width: number, height: number, fullWidth = width, fullHeight = height) =>
  ({ width, height, fullWidth, fullHeight, channels: 3, hasAlpha: false, space: "srgb" }) as Shown;

describe("how much of a picture is worked on", () => {
  let page: Page;
  beforeEach(async () => {
    page = await loadPage();
    page.state.file.value = { id: 7, blob: new Blob(), name: "a.png", stem: "a" };
  });

  it("is what the device can enlarge by the factor chosen", () => {
    const { settings, source, limits } = page;
    expect(source.currentSource()).toMatchObject({
      id: 7,
      maxPixels: limits.workingPixels(2),
      fit: "middle",
    });
    settings.settings.scale.value = 4;
    expect(source.currentSource()).toMatchObject({ maxPixels: limits.workingPixels(4) });
  });

  it("is nothing without a file", () => {
    page.state.file.value = undefined;
    expect(page.source.currentSource()).toBeUndefined();
  });

  it("is all of it at a quarter of the pixels where the memory ran out, and less the next time", () => {
    const { source, state, limits } = page;
    state.picture.value = shown(400, 300);
    source.useFewerPixels();
    expect(source.currentSource()).toMatchObject({ maxPixels: 30_000, fit: "scaled" });
    state.picture.value = shown(200, 150, 400, 300);
    source.useFewerPixels();
    expect(source.currentSource()).toMatchObject({ maxPixels: 7500, fit: "scaled" });
    source.resetSource();
    expect(source.currentSource()).toMatchObject({ maxPixels: limits.workingPixels(2), fit: "middle" });
  });

  it("shows in the pictures that were opened", () => {
    const { source, limits } = page;
    expect(source.isReduced(shown(400, 300))).toBe(false);
    expect(source.isReduced(shown(400, 300, 800, 600))).toBe(true);
    const side = Math.floor(Math.sqrt(limits.workingPixels(3)));
    expect(source.isTooLarge(shown(side, side), 3)).toBe(false);
    expect(source.isTooLarge(shown(side, side), 4)).toBe(true);
  });
});
