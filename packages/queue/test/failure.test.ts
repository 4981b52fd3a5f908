import { describe, expect, it } from "vitest";
import { failureText, parseFailure } from "../src/failure.js";

describe("failures as text", () => {
  it("come back as they were", () => {
    const failure = { code: "image-too-small", message: "a.png: 8×8:\nless than 32" };
    expect(parseFailure(failureText(failure))).toEqual(failure);
  });

  it("of BullMQ are recognised", () => {
    expect(parseFailure("job stalled more than allowable limit").code).toBe("worker-crashed");
    expect(parseFailure("Missing lock for job 7. moveToFinished")).toEqual({
      code: "internal",
      message: "Missing lock for job 7. moveToFinished",
    });
  });
});
