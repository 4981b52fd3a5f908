import { describe, expect, it } from "vitest";
import { findProgram } from "../src/program.js";
import { modeOf } from "../src/suites.js";

describe("tests that need a program", () => {
  const missing = findProgram("Nothing", "NOTHING_PATH", ["/there/is/no/such/program"], "nothing");

  it("run where it is found", () => {
    const found = findProgram(
      "Node",
      "NOTHING_PATH",
      ["/there/is/no/such/program", process.execPath],
      "node",
    );
    expect(found.path).toBe(process.execPath);
    expect(modeOf(found, "1")).toBe("run");
    expect(modeOf(found, "")).toBe("run");
  });

  it("are skipped where it is missing, but fail in CI", () => {
    expect(missing.path).toBeUndefined();
    expect(missing.hint).toContain("NOTHING_PATH");
    expect(modeOf(missing, "")).toBe("skip");
    expect(modeOf(missing, "1")).toBe("fail");
  });
});
