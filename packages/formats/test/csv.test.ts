import { describe, expect, it } from "vitest";
import { csvText } from "../src/csv.js";

describe("a table of comma-separated values", () => {
  it("has a line for each record, with what has commas, quotes or lines in quotes", () => {
    const records = [
      ["a, b", 1.23456789, undefined],
      ['"a"\nb', 0, true],
    ];
    expect(csvText(["name", "number", "is"], records)).toBe(
      'name,number,is\r\n"a, b",1.23457,\r\n"""a""\nb",0,true\r\n',
    );
  });

  it("has no cell that a spreadsheet takes for a formula, and leaves numbers below zero as they are", () => {
    for (const text of ["=cmd|'C calc'!A0", "+1", "-1", "@SUM(1)", "\tx"]) {
      expect(csvText([], [[text, -1]]), text).toBe(`\r\n'${text},-1\r\n`);
    }
  });
});
