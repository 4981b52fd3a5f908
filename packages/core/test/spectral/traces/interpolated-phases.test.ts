import { describe, expect, test } from "vitest";
import { crop, keysCubic, type PlanarImage, planarImage } from "../../../src/image/index.js";
import { bicubicKernel, downscale } from "../../../src/kernel/index.js";
import { isWholeFactor, phaseContrast } from "../../../src/spectral/traces/interpolated-phases.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";
import { jpeg } from "../../helpers/jpeg.js";
import { lanczos } from "../../helpers/lanczos.js";
import { rounded } from "../../helpers/rounded.js";

const pause = async () => {};
const small = rounded(downscale(deadLeaves(3, 400, 320), bicubicKernel(2), 2));

type Filter = (x: number) => number;
const linear: Filter = (x) => Math.max(0, 1 - Math.abs(x));
/** The rows interpolated, aligned at the borders, or at the first pixels. The result lies on its side. */
function stretched(image: PlanarImage, factor: number, filter: Filter, atFirst = false): PlanarImage {
  const { width, height, data } = image;
  const turned = planarImage(height, width * factor, 1);
  for (let x = 0; x < width * factor; x++) {
    const at = atFirst ? x / factor : (x + 0.5) / factor - 0.5;
    const taps = Array.from({ length: 7 }, (_, i) => Math.floor(at) + i - 3);
    const weights = taps.map((tap) => filter(tap - at));
    const sum = weights.reduce((a, b) => a + b, 0);
    for (let y = 0; y < height; y++) {
      const values = taps.map((tap) => data[y * width + Math.min(width - 1, Math.max(0, tap))]!);
      turned.data[x * height + y] = values.reduce((a, v, i) => a + (v * weights[i]!) / sum, 0);
    }
  }
  return turned;
}

/** Both ways: each time what lies on its side is turned back. */
function enlarged(image: PlanarImage, factor: number, filter: Filter, atFirst = false): PlanarImage {
  return rounded(stretched(stretched(image, factor, filter, atFirst), factor, filter, atFirst));
}

function transposed({ width, height, data }: PlanarImage): PlanarImage {
  return planarImage(
    height,
    width,
    1,
    data.map((_, i) => data[(i % height) * width + Math.floor(i / height)]!),
  );
}

async function isFound(image: PlanarImage): Promise<boolean> {
  return isWholeFactor(await phaseContrast(image, pause));
}

describe("neighbouring pixels of an enlargement", () => {
  test.each<[string, Filter]>([
    ["linear", linear],
    ["OpenCV's cubic", (x) => keysCubic(x, -0.75)],
    ["Lanczos's", lanczos],
  ])("show it whatever the factor: %s filter", async (_, filter) => {
    for (const factor of [2, 3, 4]) expect(await isFound(enlarged(small, factor, filter))).toBe(true);
    for (const factor of [2, 4]) expect(await isFound(enlarged(small, factor, filter, true))).toBe(true);
  });

  test("show it where a part was cut out, and in JPEGs", async () => {
    const larger = enlarged(small, 2, lanczos);
    expect(await isFound(crop(larger, { x: 1, y: 3, width: 301, height: 255 }))).toBe(true);
    expect(await isFound(jpeg(larger, 95))).toBe(true);
  });

  test.each([2, 3, 4])("show it where it was only stretched, by %d", async (factor) => {
    const once = rounded(stretched(small, factor, linear));
    expect(await isFound(once)).toBe(true);
    expect(await isFound(rounded(stretched(transposed(small), factor, lanczos)))).toBe(true);
  });

  test("of what was not enlarged show nothing, in JPEGs neither, nor in a flat picture", async () => {
    expect(await isFound(small)).toBe(false);
    for (const quality of [98, 90, 70, 40]) expect(await isFound(jpeg(small, quality))).toBe(false);
    expect(await isFound(planarImage(200, 200, 1))).toBe(false);
    expect(await isFound(crop(small, { x: 0, y: 0, width: 20, height: 20 }))).toBe(false);
  });
});
