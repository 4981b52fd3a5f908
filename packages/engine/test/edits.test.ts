import { expect, it } from "vitest";
import { applyEdits } from "../src/edits.js";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (letters: string): Uint8Array => new TextEncoder().encode(letters);

it("cuts out and puts in, at any place", () => {
  const edits = [
    { at: 0, remove: 0, insert: bytes("<") },
    { at: 2, remove: 3, insert: bytes("123456") },
    { at: 6, remove: 1, insert: bytes("") },
    { at: 8, remove: 0, insert: bytes(">") },
  ];
  expect(text(applyEdits(bytes("abcdefgh"), edits))).toBe("<ab123456fh>");
  expect(text(applyEdits(bytes("abc"), []))).toBe("abc");
});
