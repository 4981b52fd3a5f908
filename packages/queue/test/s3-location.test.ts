import { describe, expect, it } from "vitest";
import { below, isS3, parseS3, pathBelow, s3Text } from "../src/s3-location.js";

describe("parseS3", () => {
  it.each([
    ["s3://photos", "photos", ""],
    ["s3://photos/", "photos", ""],
    ["s3://photos/2026/a b.png", "photos", "2026/a b.png"],
    ["S3://photos.eu/2026/", "photos.eu", "2026"],
  ])("%s", (text, bucket, key) => {
    expect(isS3(text)).toBe(true);
    expect(parseS3(text)).toEqual({ bucket, key });
  });

  it.each([
    "s3://",
    "s3:///a.png",
    "s3://Photos/a.png",
    "s3://photos/../other/a.png",
    "s3://photos/./a.png",
    "s3://photos//a.png",
    "s3://photos/a\n.png",
    "s3://photos/a\\..\\b.png",
    "photos/a.png",
    "s3://key:secret@photos/a.png",
  ])("refuses %j", (text) => {
    expect(() => parseS3(text)).toThrowError(
      expect.objectContaining({ code: "invalid-argument", message: expect.not.stringContaining("secret") }),
    );
  });
});

describe("what is no text", () => {
  it.each([undefined, null, 5, {}, Symbol("s")])("is no address in S3, case %#", (value) => {
    expect(isS3(value as string)).toBe(false);
    expect(() => parseS3(value as string)).toThrowError(
      expect.objectContaining({ code: "invalid-argument", message: expect.stringContaining("is a text") }),
    );
  });
});

describe("pathBelow", () => {
  it.each([
    ["s3://photos/2026", "s3://photos/2026/a/b.png", "a/b.png"],
    ["s3://photos", "s3://photos/a.png", "a.png"],
    ["s3://photos/2026", "s3://photos/2026-private/a.png", undefined],
    ["s3://photos/2026", "s3://photos/2025/a.png", undefined],
    ["s3://photos/2026", "s3://other/2026/a.png", undefined],
  ])("of %s, %s", (root, place, path) => {
    expect(pathBelow(parseS3(root), parseS3(place))).toBe(path);
    if (path !== undefined) expect(s3Text(below(parseS3(root), path))).toBe(place);
  });
});
