import { countingKernel } from "@kernelgan/testing/kernels";
import { describe, expect, it } from "vitest";
import { colourDepth, kernelBlocks } from "../../src/terminal/kernel-blocks.js";
import { fakeStream } from "../helpers/fake-stream.js";

describe("kernelBlocks", () => {
  it("shows two rows in a line of half blocks, in 24-bit colours", () => {
    const lines = kernelBlocks(countingKernel(3), 24);
    expect(lines.length).toBe(2);
    expect(lines[0]!.match(/▀/g)?.length).toBe(3);
    // The last weight is the largest: the map's last colour, on the terminal's own background.
    expect(lines[1]).toContain("\x1b[38;2;252;255;164m\x1b[49m▀\x1b[0m");
  });

  it("keeps to the palette where there are 256 colours", () => {
    const [line] = kernelBlocks(countingKernel(3), 8);
    expect(line!.replaceAll("\x1b", "ESC")).toMatch(/^(ESC\[38;5;\d+mESC\[48;5;\d+m▀){3}ESC\[0m$/);
  });

  it("falls back to shades", () => {
    expect(kernelBlocks(countingKernel(2), 4)).toEqual(["░░▒▒", "▓▓██"]);
  });

  it("uses no colour where the stream is no terminal, or NO_COLOR says so", () => {
    expect(colourDepth(fakeStream({ isTTY: false }).stream)).toBe(1);
    expect(colourDepth(fakeStream({ isTTY: true, getColorDepth: () => 24 }).stream)).toBe(24);
  });
});
