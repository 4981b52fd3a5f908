import { describe, expect, it } from "vitest";
import { fromImageData, fromInterleaved, planarImage, toImageData } from "../../src/index.js";

/** A pixel in each corner of 2×2. */
const RGB = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120];

describe("fromInterleaved", () => {
  it("puts the colours into planes", () => {
    const { image, alpha } = fromInterleaved({
      width: 2,
      height: 2,
      channels: 3,
      data: Uint8Array.from(RGB),
    });
    expect(alpha).toBeUndefined();
    expect(Array.from(image.data, (value) => Math.round(255 * value))).toEqual([
      10, 40, 70, 100, 20, 50, 80, 110, 30, 60, 90, 120,
    ]);
  });

  it.each([
    ["bytes", Uint8Array.of(255, 51)],
    ["16 bits", Uint16Array.of(65535, 13107)],
    ["floats", Float32Array.of(1, 0.2)],
  ] as const)("knows what stands for 1: %s", (_, data) => {
    const { image } = fromInterleaved({ width: 2, height: 1, channels: 1, data });
    expect(Array.from(image.data)).toEqual([1, expect.closeTo(0.2, 6)]);
  });

  it("takes alpha apart, unless it hides nothing", () => {
    const gray = { width: 2, height: 1, channels: 2 } as const;
    const seen = fromInterleaved({ ...gray, data: Uint8Array.of(0, 255, 255, 51) });
    expect(Array.from(seen.image.data)).toEqual([0, 1]);
    expect(Array.from(seen.alpha?.data ?? [])).toEqual([1, expect.closeTo(0.2, 6)]);
    expect(fromInterleaved({ ...gray, data: Uint8Array.of(0, 255, 255, 255) }).alpha).toBeUndefined();
  });
});

describe("ImageData", () => {
  const colours = Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 100);

  it("comes back as it was", () => {
    const { image, alpha } = fromImageData({ width: 2, height: 1, data: colours });
    expect(image.channels).toBe(3);
    expect(toImageData(image, alpha)).toMatchObject({ width: 2, height: 1, data: colours });
  });

  it("goes to a canvas as it is, also by its type", () => {
    const put: Pick<CanvasRenderingContext2D, "putImageData"> = {
      putImageData: (pixels) => expect(pixels).toMatchObject({ width: 2, height: 1, colorSpace: "srgb" }),
    };
    put.putImageData(toImageData(planarImage(2, 1, 1)), 0, 0);
    expect.assertions(1);
  });

  it("has one plane if all of it is gray", () => {
    const data = Uint8ClampedArray.of(7, 7, 7, 255, 9, 9, 9, 255);
    const { image, alpha } = fromImageData({ width: 2, height: 1, data });
    expect([image.channels, alpha]).toEqual([1, undefined]);
    expect(toImageData(image).data).toEqual(data);
  });

  it("is clipped and rounded", () => {
    const image = planarImage(3, 1, 1, Float32Array.of(-0.2, 0.501, 1.2));
    expect(Array.from(toImageData(image).data)).toEqual([
      0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255,
    ]);
  });
});
