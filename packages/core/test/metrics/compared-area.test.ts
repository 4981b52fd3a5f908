import { describe, expect, it } from "vitest";
import { planarImage } from "../../src/image/index.js";
import { comparedArea, rowInArea } from "../../src/metrics/compared-area.js";

const colour = planarImage(
  5,
  4,
  3,
  Float32Array.from({ length: 60 }, (_, i) => i),
);
const gray = planarImage(
  5,
  4,
  1,
  Float32Array.from({ length: 20 }, (_, i) => i),
);

describe("comparedArea", () => {
  it("is what lies inside the border, in all channels of either image", () => {
    expect(comparedArea(gray, colour, { border: 1 }, 2)).toEqual({
      x: 1,
      y: 1,
      width: 3,
      height: 2,
      channels: 3,
    });
    expect(comparedArea(gray, gray, {}, 1)).toEqual({ x: 0, y: 0, width: 5, height: 4, channels: 1 });
  });

  it("names the pixels that are needed where too few are left", () => {
    expect(() => comparedArea(gray, gray, { border: 1 }, 3)).toThrow(
      expect.objectContaining({
        code: "image-too-small",
        message: expect.stringContaining("3×3 are needed"),
      }),
    );
  });
});

describe("rowInArea", () => {
  it("is a view of the image; a gray image has the same row in every channel", () => {
    const area = comparedArea(gray, colour, { border: 1 }, 1);
    expect([...rowInArea(colour, area, 2, 1)]).toEqual([51, 52, 53]);
    expect([...rowInArea(gray, area, 2, 1)]).toEqual([11, 12, 13]);
    expect(rowInArea(colour, area, 0, 0).buffer).toBe(colour.data.buffer);
  });
});
