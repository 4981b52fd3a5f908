import { type PlanarImage, random } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import { HARM_KINDS } from "../src/harm-kinds.js";
import { psnr, quantised } from "../src/judge.js";
import { scene } from "./data.js";

const photograph = quantised(scene());

async function degraded(kind: string, scale: number = 2): Promise<PlanarImage> {
  return (await HARM_KINDS[kind]?.(photograph, scale, random(3))) ?? expect.unreachable(`no kind ${kind}`);
}

/** The sample of the first channel. */
const sample = ({ data, width }: PlanarImage, x: number, y: number): number =>
  data[y * width + x] ?? Number.NaN;

describe.each([2, 3, 4])("every kind at ×%d", (scale) => {
  it.each(Object.keys(HARM_KINDS))(
    "%s has this part of the size, 8 bits, and lies where the photograph does",
    async (kind) => {
      const low = await degraded(kind, scale);
      expect([low.width, low.height, low.channels]).toEqual([192 / scale, 144 / scale, 3]);
      const levels = low.data.map((value) => 255 * value);
      expect(levels.every((level) => Math.abs(level - Math.round(level)) < 1e-3)).toBe(true);
      const bicubic = await degraded("bicubic", scale);
      // In place it is like the picture that was only shrunk, and more so than a pixel away.
      const inPlace = psnr(low, bicubic, { border: 4 });
      expect(inPlace).toBeGreaterThan(15);
      expect(inPlace).toBeGreaterThan(psnr(low, bicubic, { border: 4, shift: 1 }));
    },
  );
});

describe("HARM_KINDS", () => {
  it("box: the mean of each 2×2 block", async () => {
    const low = await degraded("box");
    for (const [x, y] of [
      [0, 0],
      [50, 37],
      [95, 71],
    ] as const) {
      const block = [0, 1].flatMap((dy) => [0, 1].map((dx) => sample(photograph, 2 * x + dx, 2 * y + dy)));
      const mean = block.reduce((a, b) => a + b, 0) / 4;
      expect(Math.abs(sample(low, x, y) - mean)).toBeLessThanOrEqual(0.5 / 255 + 1e-6);
    }
  });

  it("doubled: blocks of equal pixels in every channel", async () => {
    const { data, width } = await degraded("doubled");
    const firstOfBlock = data.map((_, i) => {
      const [row, x] = [Math.floor(i / width), i % width];
      return data[(row - (row % 2)) * width + x - (x % 2)] ?? Number.NaN;
    });
    expect(data).toEqual(firstOfBlock);
    expect(new Set(data).size).toBeGreaterThan(50);
  });

  it("grain: of 9 gray levels, the same in all channels, another with other numbers", async () => {
    const [bicubic, grainy] = [await degraded("bicubic"), await degraded("grain")];
    const plane = grainy.width * grainy.height;
    const grain = grainy.data.map((value, i) => 255 * (value - (bicubic.data[i] ?? 0)));
    const rms = Math.sqrt(grain.reduce((sum, value) => sum + value * value, 0) / grain.length);
    expect(rms).toBeGreaterThan(8);
    expect(rms).toBeLessThan(10);
    let differing = 0;
    for (let i = 0; i < plane; i++)
      if (Math.abs((grain[i] ?? 0) - (grain[plane + i] ?? 0)) > 1.01) differing++;
    // Where a channel is clipped.
    expect(differing).toBeLessThan(plane / 50);
    expect((await HARM_KINDS.grain?.(photograph, 2, random(4)))?.data).not.toEqual(grainy.data);
  });

  it("sharpened: with overshoot beside edges; gauss: softer than box", async () => {
    const range = ({ data }: PlanarImage): number => Math.max(...data) - Math.min(...data);
    const energy = ({ data }: PlanarImage): number =>
      data.reduce((sum, value, i) => (i === 0 ? 0 : sum + (value - (data[i - 1] ?? 0)) ** 2), 0);
    expect(range(await degraded("sharpened"))).toBeGreaterThan(range(await degraded("bicubic")) + 0.05);
    expect(energy(await degraded("gauss"))).toBeLessThan(0.8 * energy(await degraded("box")));
  });
});
