import { describe, expect, test } from "vitest";
import { crop, findRepetition, mergeRepeated, type PlanarImage, planarImage } from "../../src/image/index.js";
import { random } from "../../src/random.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { scene, withNoise } from "../helpers/scene.js";

function repeated(image: PlanarImage, factor: number): PlanarImage {
  const { width, height, channels, data } = image;
  const result = planarImage(factor * width, factor * height, channels);
  for (let c = 0, i = 0; c < channels; c++) {
    for (let y = 0; y < factor * height; y++) {
      for (let x = 0; x < factor * width; x++, i++) {
        result.data[i] = data[(c * height + Math.floor(y / factor)) * width + Math.floor(x / factor)]!;
      }
    }
  }
  return result;
}

const photograph = withNoise(deadLeaves(1, 90, 70), 2 / 255);

describe("findRepetition", () => {
  test.each([2, 3, 4])("finds pixels that are repeated %i times", (factor) => {
    expect(findRepetition(repeated(photograph, factor))).toEqual({ factor, top: 0, left: 0 });
  });

  test("in a part of such an image, too", () => {
    const part = crop(repeated(photograph, 3), { x: 2, y: 1, width: 200, height: 180 });
    const found = findRepetition(part);
    expect(found).toEqual({ factor: 3, top: 2, left: 1 });
  });

  test("where most of the picture is plain", () => {
    const onPlain = planarImage(240, 200, 1);
    onPlain.data.fill(0.9);
    for (let y = 0; y < photograph.height; y++) {
      for (let x = 0; x < photograph.width; x++) {
        onPlain.data[(y + 40) * 240 + x + 50] = photograph.data[y * photograph.width + x]!;
      }
    }
    expect(findRepetition(repeated(onPlain, 2))).toEqual({ factor: 2, top: 0, left: 0 });
  });

  test("after compression: what is repeated is nearly equal", () => {
    const numbers = random(4);
    const doubled = repeated(photograph, 2);
    const noisy = { ...doubled, data: doubled.data.map((value) => value + (0.3 / 255) * numbers.normal()) };
    expect(findRepetition(noisy)?.factor).toBe(2);
  });

  test.each<[string, PlanarImage]>([
    ["a photograph", photograph],
    ["a photograph that was repeated along rows alone", stretched(photograph)],
    ["a drawing with edges at even places", drawing()],
    ["a flat image", planarImage(64, 64, 1)],
    ["a small image", repeated(crop(photograph, { x: 0, y: 0, width: 10, height: 10 }), 2)],
    ["shapes and stripes", scene(120, 100, 3)],
  ])("not in %s", (_, image) => {
    expect(findRepetition(image)).toBeUndefined();
  });
});

describe("mergeRepeated", () => {
  test("gives back the image before", () => {
    expect(mergeRepeated(repeated(photograph, 2), { factor: 2, top: 0, left: 0 })).toEqual(photograph);
  });

  test("makes groups whole that are cut by a border", () => {
    const part = crop(repeated(photograph, 3), { x: 2, y: 1, width: 200, height: 180 });
    const merged = mergeRepeated(part, { factor: 3, top: 2, left: 1 });
    expect(merged).toEqual(crop(photograph, { x: 0, y: 0, width: 68, height: 61 }));
  });
});

function stretched({ width, height, data }: PlanarImage): PlanarImage {
  const result = planarImage(2 * width, height, 1);
  for (let i = 0; i < result.data.length; i++) result.data[i] = data[Math.floor(i / 2)]!;
  return result;
}

/** Lines of 2 pixels on a plain ground. */
function drawing(): PlanarImage {
  const result = planarImage(120, 120, 1);
  for (let i = 0; i < result.data.length; i++) {
    const [y, x] = [Math.floor(i / 120), i % 120];
    result.data[i] = y % 40 < 2 || x % 40 < 2 ? 0 : 1;
  }
  return result;
}
