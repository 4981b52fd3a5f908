import { afterEach, describe, expect, it } from "vitest";
import { checkStandardOutput } from "../../src/tasks/standard-input.js";

const { isTTY } = process.stdout;

afterEach(() => {
  process.stdout.isTTY = isTTY;
});

describe("checkStandardOutput", () => {
  it("keeps a picture away from a terminal, but not text", () => {
    process.stdout.isTTY = true;
    expect(() => checkStandardOutput(["a.png"], { json: false })).toThrow(
      "standard output (-) is the terminal, and the result is no text; send it to a file, as in: --out - > FILE",
    );
    expect(() => checkStandardOutput(["a.png"], { json: false, isText: true })).not.toThrow();
    process.stdout.isTTY = false;
    expect(() => checkStandardOutput(["a.png"], { json: false })).not.toThrow();
  });
});
