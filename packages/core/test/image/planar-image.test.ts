import { describe, expect, it } from "vitest";
import { planarImage } from "../../src/image/index.js";

describe("planarImage", () => {
  it("is black unless it gets samples, which it does not copy", () => {
    expect(planarImage(2, 3, 1).data).toEqual(new Float32Array(6));
    const data = new Float32Array(6);
    expect(planarImage(2, 1, 3, data).data).toBe(data);
  });

  it.each([
    [() => planarImage(0, 3, 1), "must be an integer of at least 1"],
    [() => planarImage(2.5, 3, 1), "must be an integer of at least 1"],
    [() => planarImage(2, 3, 3, new Float32Array(6)), "18 samples, got 6"],
  ])("refuses sizes that do not agree", (build, message) => {
    expect(build).toThrow(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringContaining(message) }),
    );
  });
});
