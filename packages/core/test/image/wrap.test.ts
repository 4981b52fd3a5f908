import { expect, it } from "vitest";
import {
  continueImage,
  imresize,
  planarImage,
  wrapAlong,
  wrapMargins,
  wraps,
} from "../../src/image/index.js";
import { noiseImage } from "../helpers/noise.js";

const image = planarImage(3, 2, 1, Float32Array.of(1, 2, 3, 4, 5, 6));

it.each([
  [false, false],
  [true, false],
  [false, true],
  [true, true],
])("wrapAlong names what wraps: x %s, y %s", (x, y) => {
  const wrap = wrapAlong(x, y);
  expect([wraps(wrap, "x"), wraps(wrap, "y")]).toEqual([x, y]);
});

it("continues an image where it wraps", () => {
  expect(continueImage(image, wrapMargins("none", 4))).toBe(image);
  const across = continueImage(image, wrapMargins("x", 2));
  expect([across.width, across.height]).toEqual([7, 2]);
  expect([...across.data]).toEqual([2, 3, 1, 2, 3, 1, 2, 5, 6, 4, 5, 6, 4, 5]);
  // Further than the image is high.
  const down = continueImage(image, wrapMargins("y", 3));
  expect([down.width, down.height]).toEqual([3, 8]);
  expect([...down.data].filter((_, i) => i % 3 === 0)).toEqual([4, 1, 4, 1, 4, 1, 4, 1]);
});

it("imresize of an image that wraps is a part of that of the image repeated", () => {
  const tile = noiseImage(1, [2, 8, 10]);
  const target = { width: 15, height: 6 };
  const repeated = imresize(continueImage(tile, { x: 10, y: 8 }), { width: 45, height: 18 });
  const wrapped = imresize(tile, target, "both");
  for (let c = 0; c < 2; c++) {
    for (let y = 0; y < 6; y++) {
      for (let x = 0; x < 15; x++) {
        const expected = repeated.data[(c * 18 + y + 6) * 45 + x + 15]!;
        expect(wrapped.data[(c * 6 + y) * 15 + x]).toBeCloseTo(expected, 6);
      }
    }
  }
});
