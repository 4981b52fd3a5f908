import { describe, expect, it } from "vitest";
import { isPattern, matchesName, parsePattern } from "../../src/files/glob.js";

/** Whether a pattern of one name matches. */
function matches(pattern: string, name: string): boolean {
  return parsePattern(pattern).some(([segment]) => segment !== "**" && segment && matchesName(segment, name));
}

describe("a pattern of a name", () => {
  it.each([
    ["*.png", "a.png", "a.jpg"],
    ["*", "photo", ".hidden"],
    [".*", ".hidden", "photo"],
    ["a?c", "abc", "ac"],
    ["a*b*c", "a-b-b-c", "a-c-b"],
    ["a**c", "abbc", "abb"],
    ["[a-c]x", "bx", "dx"],
    ["[!a-c]x", "dx", "bx"],
    ["[]]", "]", "["],
    ["[ab", "[ab", "a"],
    ["*.{png,jpg}", "a.jpg", "a.webp"],
    ["{a,b{1..3}}", "b2", "b4"],
    ["{}{a}", "{}{a}", "a"],
    ["\\*", "*", "a"],
    ["?", "é", "ab"],
    ["?", "😀", ""],
  ])("%s matches %s, and not %s", (pattern, name, other) => {
    expect(matches(pattern, name)).toBe(true);
    expect(matches(pattern, other)).toBe(false);
  });

  it("takes no long time, whatever it is", () => {
    const name = "a".repeat(255);
    expect(matches(`${"*a".repeat(14)}*b`, name)).toBe(false);
    expect(matches("*".repeat(2000), name)).toBe(true);
    expect(matches(`${"[a-z]*".repeat(300)}!`, name)).toBe(false);
  });

  it("is refused if it stands for too many", () => {
    expect(() => parsePattern("{a,b}".repeat(40))).toThrow(/more than 1000 patterns/);
    expect(() => parsePattern("{1..999999}")).toThrow(/more than 1000 patterns/);
  });
});

it.each([
  ["photos/*.png", true],
  ["a?", true],
  ["a[1]", true],
  ["{a,b}", true],
  ["photos/a.png", false],
  ["a{b}", false],
  ["a]b[", false],
  ["a\\*", false],
  ["{,".repeat(3000), false],
])("isPattern %s", (text, expected) => {
  expect(isPattern(text)).toBe(expected);
});
