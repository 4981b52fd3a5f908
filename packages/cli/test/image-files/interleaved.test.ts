import { describe, expect, it } from "vitest";
import { planarFromInterleaved } from "../../src/image-files/interleaved.js";

describe("planarFromInterleaved", () => {
  it("orders samples channel by channel", () => {
    const samples = Uint8Array.of(0, 51, 102, 153, 204, 255);
    const { image } = planarFromInterleaved({ width: 2, height: 1, channels: 3, samples });
    expect(Array.from(image.data)).toEqual([0, 0.6, 0.2, 0.8, 0.4, 1].map(Math.fround));
  });

  it("puts alpha into a plane of its own, unless all is opaque", () => {
    const image = { width: 2, height: 1, channels: 2 };
    const { alpha } = planarFromInterleaved({ ...image, samples: Uint8Array.of(9, 51, 9, 255) });
    expect(Array.from(alpha?.data ?? [])).toEqual([0.2, 1].map(Math.fround));
    const opaque = planarFromInterleaved({ ...image, samples: Uint8Array.of(9, 255, 9, 255) });
    expect(opaque.alpha).toBeUndefined();
  });
});
