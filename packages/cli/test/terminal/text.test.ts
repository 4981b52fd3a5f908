import { describe, expect, it } from "vitest";
import { jsonLine, printable, writeLines } from "../../src/terminal/text.js";
import { fakeStream } from "../helpers/fake-stream.js";

const HOSTILE = "a\x1b[2J\x07\n\x9b31m\u202egnp.exe\u2066 é😀\ud800";

describe("printable", () => {
  it("shows what would control the terminal", () => {
    expect(printable(HOSTILE)).toBe("a\\x1b[2J\\x07\\x0a\\x9b31m\\u202egnp.exe\\u2066 é😀\\ud800");
  });
});

it("writeLines ends each line, and writes nothing for none", () => {
  const { stream, written } = fakeStream({});
  writeLines(stream, "one\ntwo", "three");
  writeLines(stream);
  expect(written()).toBe("one\\x0atwo\nthree\n");
});

it("writeLines leaves out the middle of what nobody reads, and keeps the end, which says what to do", () => {
  const { stream, written } = fakeStream({});
  writeLines(stream, `${"n".repeat(100_000)}: there is no such file; check the path`);
  expect(written().length).toBeLessThan(2100);
  expect(written()).toMatch(/^n+ … n+: there is no such file; check the path\n$/);
});

it("jsonLine has no control characters, and is the same document", () => {
  const line = jsonLine({ name: HOSTILE });
  expect(line).not.toMatch(/[\p{Cc}\u202e\u2066]/u);
  expect(JSON.parse(line)).toEqual({ name: HOSTILE });
});
