import { join, resolve, sep } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { shownPath, withShownPaths } from "../../src/errors/shown-path.js";

afterEach(() => vi.restoreAllMocks());

const here = (...names: string[]): string => join(process.cwd(), ...names);

describe("paths as users type them", () => {
  it("begin at the working directory where they lead into it", () => {
    expect(shownPath(here("photos", "a.png"))).toBe(join("photos", "a.png"));
    const elsewhere = [
      resolve(sep, "elsewhere", "a.png"),
      `${process.cwd()}2`,
      process.cwd(),
      "s3://photos/a.png",
    ];
    for (const path of elsewhere) expect(shownPath(path)).toBe(path);
  });

  it("are found in messages, where a path begins", () => {
    const [a, b] = [here("a b.png"), here("b.mat")];
    expect(withShownPaths(`${a}: needs ${b} (${b}), not "${b}"`)).toBe(
      'a b.png: needs b.mat (b.mat), not "b.mat"',
    );
    const other = `${sep}backup${a}: the same below another folder`;
    expect(withShownPaths(other)).toBe(other);
  });

  it("stay whole at the root, and where the working directory is gone", () => {
    vi.spyOn(process, "cwd").mockReturnValue(resolve(sep));
    expect(withShownPaths("/a/b.png: damaged")).toBe("/a/b.png: damaged");
    vi.spyOn(process, "cwd").mockImplementation(() => {
      throw new Error("ENOENT");
    });
    expect(shownPath("/a/b.png")).toBe("/a/b.png");
  });
});
