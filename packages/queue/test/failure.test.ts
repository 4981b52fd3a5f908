import { describe, expect, it } from "vitest";
import { failureText, parseFailure } from "../src/failure.js";

describe("failures as text", () => {
  it("come back as they were", () => {
    const failure = { code: "image-too-small", message: "a.png: 8×8:\nless than 32" };
    expect(parseFailure(failureText(failure))).toEqual(failure);
    const named = { ...failure, file: { path: "a.png", start: 0, end: 5 } };
    expect(parseFailure(failureText(named))).toEqual(named);
  });

  it.each(["null", "7", '{"code":1,"message":"a"}', "{"])(
    "of another program are taken as they are: %s",
    (text) => {
      expect(parseFailure(text)).toEqual({ code: "internal", message: text });
    },
  );

  it("name no file that makes no sense", () => {
    const text = '{"code":"output","message":"a","file":{"path":"a","start":"0"}}';
    expect(parseFailure(text)).toEqual({ code: "output", message: "a" });
  });

  it("of BullMQ are recognised", () => {
    expect(parseFailure("job stalled more than allowable limit").code).toBe("worker-crashed");
    expect(parseFailure("Missing lock for job 7. moveToFinished")).toEqual({
      code: "internal",
      message: "Missing lock for job 7. moveToFinished",
    });
  });
});
