import { describe, expect, it } from "vitest";
import { CropFeed, cropSource } from "../../src/gan/crop-feed.js";
import { settingsOf } from "../../src/gan/settings.js";
import { applyKernel, rowWindowShape } from "../../src/gan/strided-product.js";
import { Graph } from "../../src/graph/graph.js";
import { planarImage } from "../../src/image/index.js";
import { bicubicKernel, reframe } from "../../src/kernel/index.js";
import { largestDifference, noiseImage } from "../helpers/noise.js";
import { evaluate, value } from "../helpers/reference.js";

const image = noiseImage(3, [3, 70, 64]);
const quiet = settingsOf("paper", { realNoise: 0, fakeNoise: 0 });

describe.each([
  [2, 13],
  [3, 15],
  [4, 21],
])("crops at scale %i for a kernel of size %i", (scale, kernelSize) => {
  const sizes = { scale, kernelSize, channels: 3, outputSize: 9 };
  const source = cropSource(image, sizes, 3);

  it("have the bicubic downscaling of G's crop as its target", () => {
    const { rows, target } = new CropFeed(source, sizes, quiet, 1).draw(1);
    const shape = rowWindowShape(sizes, 3);
    const bicubic = reframe(bicubicKernel(scale), kernelSize).data;
    const graph = new Graph();
    const n = kernelSize;
    const output = applyKernel(graph.input("k", [n, n]), graph.input("rows", shape), scale, 9);
    const [y] = evaluate(graph, { k: value([n, n], bicubic), rows: value(shape, rows) }, [output]);
    expect(largestDifference(y!.data, target)).toBeLessThan(1e-5);
  });

  it("take D's crop from the image, at [-1, 1]", () => {
    const { real } = new CropFeed(source, sizes, quiet, 1).draw(1);
    const at = (x: number, y: number): number => Math.fround(2 * image.data[y * 64 + x]! - 1);
    const corners: number[][] = [];
    for (let y = 0; y + 9 <= 70; y++) {
      for (let x = 0; x + 9 <= 64; x++) {
        if ([0, 1, 2, 8].every((i) => Math.abs(at(x + i, y) - real[i]!) < 1e-6)) corners.push([x, y]);
      }
    }
    expect(corners).toHaveLength(1);
    const corner = corners[0]!;
    for (const [i, length] of [64, 70].entries()) {
      expect(corner[i]!).toBeGreaterThanOrEqual(3);
      expect(corner[i]! + 9).toBeLessThanOrEqual(length - 3);
    }
  });
});

describe("CropFeed", () => {
  const sizes = { scale: 2, kernelSize: 13, channels: 3, outputSize: 16 };
  const source = cropSource(image, sizes, 0);
  const settings = settingsOf("paper");
  const copy = (feed: CropFeed, n: number) =>
    Object.fromEntries(Object.entries(feed.draw(n)).map(([name, values]) => [name, [...values]]));

  it("draws the same crops however the iterations are divided into chunks", () => {
    const whole = copy(new CropFeed(source, sizes, settings, 4), 5);
    const feed = new CropFeed(source, sizes, settings, 4);
    const parts = [copy(feed, 2), copy(feed, 3)];
    for (const [name, values] of Object.entries(whole)) {
      expect(parts.flatMap((part) => part[name])).toEqual(values);
    }
    expect(copy(new CropFeed(source, sizes, settings, 5), 5)).not.toEqual(whole);
  });

  it("adds noise to copies: the image stays as it is", () => {
    const before = image.data.slice();
    const { noise } = new CropFeed(source, sizes, settings, 4).draw(20);
    expect(image.data).toEqual(before);
    const variance = noise.reduce((sum, v) => sum + v * v, 0) / noise.length;
    expect(255 * Math.sqrt(variance)).toBeCloseTo(1, 1);
  });
});

describe("cropSource", () => {
  const sizes = { scale: 2, kernelSize: 13, channels: 1, outputSize: 16 };

  it("refuses flat images and images smaller than a crop", () => {
    const flat = planarImage(60, 60, 1, new Float32Array(3600).fill(0.4));
    expect(() => cropSource(flat, sizes, 0)).toThrow(expect.objectContaining({ code: "image-flat" }));
    const small = noiseImage(1, [1, 40, 60]);
    expect(() => cropSource(small, sizes, 0)).toThrow(expect.objectContaining({ code: "image-too-small" }));
  });
});
