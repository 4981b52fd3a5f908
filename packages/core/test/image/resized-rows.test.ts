import { describe, expect, it } from "vitest";
import { crop, imresize, planarImage, resizedRows } from "../../src/image/index.js";
import { noiseImage } from "../helpers/noise.js";

describe("resizedRows", () => {
  const image = noiseImage(1, [3, 41, 23]);

  it.each([
    ["smaller", { width: 17, height: 29 }, "none"],
    ["much smaller", { width: 3, height: 2 }, "none"],
    ["larger", { width: 30, height: 55 }, "none"],
    ["wrapped", { width: 17, height: 29 }, "both"],
  ] as const)("gives the rows of imresize, whatever they come in: %s", (_, size, wrap) => {
    const expected = imresize(image, size, wrap);
    for (const parts of [[41], [1, 40], Array<number>(41).fill(1), [20, 3, 18]]) {
      const result = planarImage(size.width, size.height, 3);
      let next = 0;
      const take = resizedRows(image, size, wrap, (rows, top) => {
        expect(top).toBe(next);
        next += rows.height;
        for (let c = 0; c < 3; c++) {
          const count = rows.height * rows.width;
          const own = rows.data.subarray(c * count, (c + 1) * count);
          result.data.set(own, (c * size.height + top) * size.width);
        }
      });
      let top = 0;
      for (const height of parts) {
        const rows = crop(image, { x: 0, y: top, width: 23, height });
        take(rows, top);
        // Their memory is used again.
        rows.data.fill(Number.NaN);
        top += height;
      }
      expect(next).toBe(size.height);
      expect(result.data).toEqual(expected.data);
    }
  });
});
