import { describe, expect, test } from "vitest";
import { crop, imresize, planarImage } from "../../src/image/index.js";
import { paste, tiles } from "../../src/restore/tiles.js";
import { largestDifference, noiseImage } from "../helpers/noise.js";

describe("tiles", () => {
  test.each([
    [1, 1, 8, 0],
    [17, 5, 8, 3],
    [100, 64, 32, 16],
    [33, 33, 32, 40],
  ])(
    "%i×%i in cores of at most %i with %i around: every pixel in one core",
    (width, height, size, overlap) => {
      const count = new Uint8Array(width * height);
      for (const { core, padded } of tiles(width, height, size, overlap)) {
        expect(Math.max(core.width, core.height)).toBeLessThanOrEqual(size);
        for (let y = core.y; y < core.y + core.height; y++) {
          for (let x = core.x; x < core.x + core.width; x++) count[y * width + x]!++;
        }
        expect(padded.x).toBe(Math.max(0, core.x - overlap));
        expect(padded.y).toBe(Math.max(0, core.y - overlap));
        expect(padded.x + padded.width).toBe(Math.min(width, core.x + core.width + overlap));
        expect(padded.y + padded.height).toBe(Math.min(height, core.y + core.height + overlap));
      }
      expect(count.every((n) => n === 1)).toBe(true);
    },
  );

  test("cores are as equal as can be", () => {
    const widths = tiles(10, 1, 4, 0).map(({ core }) => core.width);
    expect(widths).toEqual([3, 3, 4]);
  });

  test("an image made tile by tile is the image made at once, if the overlap covers the reach", () => {
    const image = noiseImage(3, [2, 21, 30]);
    const whole = imresize(image, { scale: 3 });
    const result = planarImage(90, 63, 2);
    for (const tile of tiles(30, 21, 8, 2))
      paste(imresize(crop(image, tile.padded), { scale: 3 }), tile, 3, result);
    expect(largestDifference(result.data, whole.data)).toBeLessThan(1e-6);
  });

  test("refuses sizes that make no sense", () => {
    expect(() => tiles(10, 10, 0, 1)).toThrow('"size" must be an integer of at least 1, got 0');
    expect(() => tiles(10, 10, 4, -1)).toThrow('"overlap" must be an integer of at least 0, got -1');
    expect(() => tiles(10.5, 10, 4, 1)).toThrow('"width" must be an integer of at least 1, got 10.5');
    const tile = tiles(10, 10, 4, 1)[0]!;
    expect(() => paste(planarImage(9, 10, 1), tile, 2, planarImage(20, 20, 1))).toThrow("gives 8×8×1");
    expect(() => paste(planarImage(8, 8, 1), tile, 2, planarImage(4, 4, 1))).toThrow("beyond the target");
  });
});
